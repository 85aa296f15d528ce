package io.slipway.batch.input;

import java.util.Locale;

/**
 * A row of a file as text, without what ends it.
 *
 * @param file its name
 * @param unit what {@code at} counts
 * @param at where it is in the file
 * @param bytes what it says; its beginning alone where it is longer than lines may be
 * @param length how many bytes it has
 */
@SuppressWarnings("ArrayRecordComponent") // read once by one reader
public record Line(String file, Unit unit, long at, byte[] bytes, long length) {

  /** What says where a row is. */
  public enum Unit {
    /** The offset of its first byte. */
    BYTE,
    /** How many rows come before it. */
    ROW
  }

  /** A line of a file of text. */
  public Line(String file, long at, byte[] bytes, long length) {
    this(file, Unit.BYTE, at, bytes, length);
  }

  /** True if {@link #bytes} is all of it. */
  public boolean isWhole() {
    return bytes.length == length;
  }

  /** Where it is, for people. */
  public String place() {
    return "%s, %s %d".formatted(file, unit.name().toLowerCase(Locale.ROOT), at);
  }
}
