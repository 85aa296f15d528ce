package io.slipway.testing.client;

import java.util.List;
import java.util.Map;

/**
 * What a load has met so far.
 *
 * @param sent requests begun
 * @param succeeded answered with 200
 * @param failed everything else
 * @param byRevision answers by their {@code Slipway-Revision}
 * @param byVersion answers by their {@code Slipway-Version}
 * @param failures the first of them, in words, with the milliseconds since the load began
 * @param p50Micros median time to an answer, µs
 * @param p99Micros 99th percentile of it, µs
 * @param maxMicros the slowest, µs
 */
record LoadReport(
    long sent,
    long succeeded,
    long failed,
    Map<String, Long> byRevision,
    Map<String, Long> byVersion,
    List<String> failures,
    long p50Micros,
    long p99Micros,
    long maxMicros) {}
