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
  /** How often characters are looked at: some tenths of a second. Honest ones look a few times. */
  private static final int LOOKS = 20_000_000;

  /** A repetition of what takes no character is tried as often, without a look. */
  private static final Pattern MANY = Pattern.compile("\\{(\\d{5,}|\\d*,\\d{5,})");

  private final Pattern pattern;

  private Expression(Pattern pattern) {
    this.pattern = pattern;
  }

  /** Whether letters of another case match. */
  public enum Letters {
    AS_WRITTEN(0),
    OF_ANY_CASE(Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private final int flags;

    Letters(int flags) {
      this.flags = flags;
    }
  }

  /** Empty if it is none, or repeats something more than 9999 times. */
  public static Optional<Expression> of(String expression, Letters letters) {
    if (MANY.matcher(expression).find()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Expression(Pattern.compile(expression, letters.flags)));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }

  /** How many groups a replacement may refer to, beside the whole match. */
  int groups() {
    return pattern.matcher("").groupCount();
  }

  /** Whether a part of the text matches. */
  Optional<Boolean> isIn(String text) {
    return within(text, Matcher::find);
  }

  /** The text with a replacement in the place of each match. */
  Optional<String> replaced(String text, Replacement replacement) {
    return within(text, matcher -> replaced(text, matcher, replacement))
        .filter(made -> made.length() <= Making.MOST_CHARACTERS);
  }

  private static String replaced(String text, Matcher matcher, Replacement replacement) {
    if (!matcher.find()) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    int end = 0;
    do {
      result.append(text, end, matcher.start());
      replacement.append(result, text, matcher);
      end = matcher.end();
    } while (result.length() <= Making.MOST_CHARACTERS && matcher.find());
    return result.append(text, end, text.length()).toString();
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
    private int left = LOOKS;

    Looked(String text) {
      this.text = text;
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
