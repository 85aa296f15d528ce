package io.slipway.batch.input;

/**
 * A line of a file, without what ends it.
 *
 * @param file its name
 * @param at the offset of its first byte
 * @param bytes what it says; its beginning alone where it is longer than lines may be
 * @param length how many bytes it has
 */
@SuppressWarnings("ArrayRecordComponent") // read once by one reader
public record Line(String file, long at, byte[] bytes, long length) {

  /** True if {@link #bytes} is all of it. */
  public boolean isWhole() {
    return bytes.length == length;
  }

  /** Where it is, for people. */
  public String place() {
    return file + ", byte " + at;
  }
}
