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

  /** Empty if it is none. */
  public static Optional<Expression> of(String expression, Letters letters) {
    try {
      return Optional.of(new Expression(Pattern.compile(expression, letters.flags)));
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
    return within(text, new Looks(), Matcher::find);
  }

  /** The text with a replacement in the place of each match. */
  Optional<String> replaced(String text, String replacement, Looks looks) {
    return within(
        text,
        looks,
        matcher -> {
          StringBuilder result = new StringBuilder();
          while (matcher.find()) {
            matcher.appendReplacement(result, replacement);
            if (result.length() > Making.MOST_CHARACTERS) {
              throw new TooMuch();
            }
          }
          return matcher.appendTail(result).toString();
        });
  }

  private <T> Optional<T> within(String text, Looks looks, Function<Matcher, T> use) {
    try {
      return Optional.of(use.apply(pattern.matcher(new Looked(text, looks))));
    } catch (TooMuch | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static final class TooMuch extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooMuch() {
      super("", null, false, false);
    }
  }

  /** How often characters can be looked at: some tenths of a second. Of one thread. */
  static final class Looks {
    private int left = 20_000_000;

    void one() {
      if (--left < 0) {
        throw new TooMuch();
      }
    }
  }

  private record Looked(String text, Looks looks) implements CharSequence {

    @Override
    public char charAt(int index) {
      looks.one();
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
