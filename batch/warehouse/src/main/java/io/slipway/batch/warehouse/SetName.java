package io.slipway.batch.warehouse;

import java.util.regex.Pattern;

/**
 * The name of a prediction set, such as {@code daily-churn}: a DNS label, and short enough that a
 * table can be named after it.
 */
public record SetName(String text) implements Comparable<SetName> {
  /** PostgreSQL's identifiers have 63 bytes, of which {@code prediction_} takes 11. */
  public static final int LONGEST = 52;

  private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?");

  public SetName {
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw WarehouseException.invalid(
          "the set name %s".formatted(Quoted.of(text)),
          "it is no name of a prediction set",
          "write up to %d small letters, digits and dashes, with a letter or digit at both ends"
              .formatted(LONGEST));
    }
  }

  @Override
  public int compareTo(SetName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
