package io.slipway.tabular.xml;

import java.time.Duration;

/**
 * What a document may cost before it is refused.
 *
 * @param bytes of the file
 * @param depth elements inside one another
 * @param items elements and attributes, all together
 * @param characters of attribute values and text kept, all together
 * @param time that reading may take
 */
public record ReadLimits(long bytes, int depth, int items, long characters, Duration time) {
  private static final int DEPTH = 1000;
  private static final int BYTES_PER_ITEM = 64;

  /**
   * A quarter of the heap for the tape, which is gone once the model is loaded: at most 64 bytes an
   * item were measured for exporters' documents.
   */
  public static ReadLimits ofThisProcess() {
    long share = Runtime.getRuntime().maxMemory() / 4;
    return new ReadLimits(
        4 * share,
        DEPTH,
        (int) Math.min(share / BYTES_PER_ITEM, 200_000_000),
        share,
        Duration.ofMinutes(1));
  }
}
