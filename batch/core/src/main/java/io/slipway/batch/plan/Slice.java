package io.slipway.batch.plan;

/**
 * Some bytes of a file. A record belongs to the slice in which its first byte lies, so that slices
 * may be cut anywhere.
 *
 * @param file its name
 * @param from the first byte's offset
 * @param to the offset behind the last byte, above {@code from}
 */
public record Slice(String file, long from, long to) {
  /**
   * @throws IllegalArgumentException if it holds no byte
   */
  public Slice {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException(
          "%s: %d to %d are no bytes of a file".formatted(file, from, to));
    }
  }

  /** How many bytes. */
  public long bytes() {
    return to - from;
  }
}
