package io.slipway.server.traffic;

import io.slipway.server.measure.BinCounts;
import io.slipway.server.measure.Bins;
import io.slipway.server.measure.Comparison;
import io.slipway.server.measure.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of copies, and how the candidate's answers differ from the pod's own. Safe for use by
 * many threads.
 *
 * @param compared copies whose answers could be
 * @param faults copies without an answer that could stand in for the pod's own
 * @param dropped requests that were chosen and not copied
 * @param rows compared
 * @param flips of these, rows with another label
 */
public record ShadowCounts(
    LongAdder compared,
    LongAdder faults,
    LongAdder dropped,
    LongAdder rows,
    LongAdder flips,
    BinCounts differences,
    LatencyHistogram latency) {

  /** About what a bin takes in JSON. */
  private static final int BIN_BYTES = 14;

  public ShadowCounts() {
    this(
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new LongAdder(),
        new BinCounts(),
        new LatencyHistogram());
  }

  void compared(Comparison comparison) {
    compared.increment();
    rows.add(comparison.rows());
    flips.add(comparison.flips());
    for (double difference : comparison.differences()) {
      differences.add(difference);
    }
  }

  void add(ShadowCounts other) {
    compared.add(other.compared.sum());
    faults.add(other.faults.sum());
    dropped.add(other.dropped.sum());
    rows.add(other.rows.sum());
    flips.add(other.flips.sum());
    differences.add(other.differences);
    latency.add(other.latency);
  }

  /**
   * The contract's {@code shadow}.
   *
   * @param bytes that the differences may take in JSON, about
   */
  Map<String, Object> report(int bytes) {
    long comparedNow = compared.sum();
    long faultsNow = faults.sum();
    Bins bins = differences.bins().within(bytes / BIN_BYTES);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("copies", comparedNow + faultsNow);
    report.put("compared", comparedNow);
    report.put("faults", faultsNow);
    report.put("dropped", dropped.sum());
    report.put("rows", rows.sum());
    report.put("flips", flips.sum());
    report.put("differences", bins.counts());
    report.put("fold", bins.fold());
    report.put("timed", latency.count());
    report.put("latency", latency.byBucket());
    return report;
  }
}
