package io.slipway.registry.model;

import java.util.regex.Pattern;

/** Which version of a model: 1 for the first that was registered, and never given twice. */
public record VersionNumber(int value) implements Comparable<VersionNumber> {
  private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,8}");

  public VersionNumber {
    if (value < 1) {
      throw new InvalidException("the version " + value + ": versions are counted from 1");
    }
  }

  /** Reads what {@link #toString} writes. */
  public static VersionNumber parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new InvalidException(
          "the version %s: write its number, as in 7".formatted(Quoted.of(text)));
    }
    return new VersionNumber(Integer.parseInt(text));
  }

  /** The one after it. */
  public VersionNumber next() {
    return new VersionNumber(value + 1);
  }

  @Override
  public int compareTo(VersionNumber other) {
    return Integer.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }
}
