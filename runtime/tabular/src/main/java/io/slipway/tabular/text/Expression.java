package io.slipway.tabular.text;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression of a document. There are texts for which one takes exponential time, or more
 * stack than there is: for these it says nothing. Immutable.
 */
public final class Expression {
  /** How often characters are looked at: some milliseconds, and far more than an honest text. */
  private static final int LOOKS = 1 << 20;

  private static final int LOOKS_A_CHARACTER = 16;

  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Empty if it is none. */
  public static Optional<Expression> of(String expression) {
    try {
      return Optional.of(new Expression(Pattern.compile(expression)));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether {@link #replaced} takes a replacement: it refers by number and to groups that there
   * are.
   */
  public boolean takes(String replacement) {
    int groups = pattern.matcher("").groupCount();
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      if (c == '\\' || c == '$') {
        i++;
        if (i == replacement.length()
            || (c == '$'
                && (!isDigit(replacement.charAt(i)) || replacement.charAt(i) - '0' > groups))) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a part of the text matches. */
  Optional<Boolean> isIn(String text) {
    return within(text, Matcher::find);
  }

  Optional<String> replaced(String text, String replacement) {
    return within(text, matcher -> matcher.replaceAll(replacement));
  }

  private <T> Optional<T> within(String text, Function<Matcher, T> use) {
    try {
      return Optional.of(use.apply(pattern.matcher(new Looked(text))));
    } catch (TooManyLooks | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyLooks() {
      super("", null, false, false);
    }
  }

  /** A text that can be looked at so often. */
  private static final class Looked implements CharSequence {
    private final String text;
    private long left;

    Looked(String text) {
      this.text = text;
      this.left = LOOKS + (long) LOOKS_A_CHARACTER * text.length();
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new TooManyLooks();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
