package io.slipway.operator.simulation;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A rule that does not hold. */
final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Rule rule;

  private Violation(Rule rule, String words, @Nullable Throwable cause) {
    super(rule + ": " + words, cause);
    this.rule = rule;
  }

  static Violation of(Rule rule, String words) {
    return new Violation(rule, words, null);
  }

  /** Something that was thrown. */
  static Violation of(RuntimeException thrown) {
    return thrown instanceof Violation violation
        ? violation
        : new Violation(Rule.ERROR, thrown.toString(), thrown);
  }

  Rule rule() {
    return rule;
  }

  /** The words are made only when they are needed. */
  static void unless(boolean holds, Rule rule, Supplier<String> words) {
    if (!holds) {
      throw of(rule, words.get());
    }
  }
}
