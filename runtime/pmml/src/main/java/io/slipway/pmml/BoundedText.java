package io.slipway.pmml;

import org.jpmml.evaluator.EvaluationException;

/**
 * Text that may be looked at only so often, which bounds a regular expression: a matcher reads a
 * character a step. Counting steps rather than time gives the same answer on a slow machine.
 */
final class BoundedText implements CharSequence {
  /** A tenth of a second or so. Honest patterns take a few steps a character. */
  static final int STEPS = 20_000_000;

  private final String text;
  private final Budget budget;

  /** Steps left, shared with subsequences. */
  private static final class Budget {
    private int left = STEPS;
  }

  BoundedText(String text) {
    this(text, new Budget());
  }

  private BoundedText(String text, Budget budget) {
    this.text = text;
    this.budget = budget;
  }

  @Override
  public char charAt(int index) {
    if (--budget.left < 0) {
      throw new EvaluationException(
          "a regular expression needs more than %d steps for a text of %d characters"
              .formatted(STEPS, text.length()));
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.substring(start, end), budget);
  }

  @Override
  public String toString() {
    return text;
  }
}
