package io.slipway.testing.client;

import java.util.List;
import java.util.Map;

/**
 * What a load has met, in all or over an interval. Times are milliseconds since 1970.
 *
 * @param at when this was written
 * @param underWay requests that have not ended yet
 * @param sent requests that have ended
 * @param succeeded answered with 200
 * @param failed everything else
 * @param byRevision answers by their {@code Slipway-Revision}
 * @param byVersion answers by their {@code Slipway-Version}
 * @param byConnection answers by the kind of their connection
 * @param spans when the first and the last answer of each revision came; of failures under {@code
 *     failed}
 * @param delays how long the answers of each revision took
 * @param failures the first of them, in words
 * @param p50Micros median time to an answer, µs, counted from the request's turn
 * @param p99Micros 99th percentile of it, µs
 * @param maxMicros the slowest, µs
 */
record LoadReport(
    long at,
    long underWay,
    long sent,
    long succeeded,
    long failed,
    Map<String, Long> byRevision,
    Map<String, Long> byVersion,
    Map<String, Long> byConnection,
    Map<String, Span> spans,
    Map<String, Delay> delays,
    List<String> failures,
    long p50Micros,
    long p99Micros,
    long maxMicros) {

  /** From the first to the last. */
  record Span(long first, long last) {
    static Span at(long time) {
      return new Span(time, time);
    }

    Span and(Span other) {
      return new Span(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /**
   * Times to an answer, in microseconds.
   *
   * @param p50 the median
   * @param p99 the 99th percentile
   */
  record Delay(long p50, long p99) {}
}
