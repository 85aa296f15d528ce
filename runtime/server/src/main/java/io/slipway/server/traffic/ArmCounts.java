package io.slipway.server.traffic;

import io.slipway.server.measure.LatencyHistogram;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How the predictions of one arm of a split went. Safe for use by many threads.
 *
 * @param requests that have ended
 * @param failures of the server: never those of the caller
 * @param rescued of these, those that the other arm answered
 * @param refused the caller's mistakes
 */
record ArmCounts(
    LongAdder requests,
    LongAdder failures,
    LongAdder rescued,
    LongAdder refused,
    LatencyHistogram latency) {
  ArmCounts() {
    this(
        new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LatencyHistogram());
  }

  static boolean isFailure(int status) {
    return status >= 500;
  }

  static boolean isRefusal(int status) {
    return status >= 400 && status < 500;
  }

  void add(ArmCounts other) {
    requests.add(other.requests.sum());
    failures.add(other.failures.sum());
    rescued.add(other.rescued.sum());
    refused.add(other.refused.sum());
    latency.add(other.latency);
  }

  /** The contract's {@code stable}; the candidate's arm has {@code rescued} beside it. */
  Map<String, Object> report() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("requests", requests.sum());
    report.put("failures", failures.sum());
    report.put("refused", refused.sum());
    report.put("timed", latency.count());
    report.put("latency", latency.byBucket());
    return report;
  }
}
