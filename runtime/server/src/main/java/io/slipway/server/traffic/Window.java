package io.slipway.server.traffic;

import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.measure.Comparison;
import io.slipway.server.measure.OutputCounts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What happened while one split held: the contract's window. Requests count in the window that they
 * began in, so it may still grow a little after the next one is opened. Safe for use by many
 * threads.
 */
final class Window {

  /** What does not change within a window. */
  record Split(String target, int weightBp, int shadowBp) {
    static Split of(TrafficDocument document) {
      return new Split(document.target().orElse(""), document.weightBp(), document.shadowBp());
    }
  }

  private final Split split;
  private final Instant since;
  private final WarmUp warmUp;
  private final ArmCounts stable = new ArmCounts();
  private final ArmCounts candidate = new ArmCounts();
  private final Map<Cause, LongAdder> causes = ForwardCounts.byCause();
  private final LongAdder unkeyed = new LongAdder();
  private final OutputCounts scored = new OutputCounts();
  private final ShadowCounts shadow = new ShadowCounts();

  /**
   * @param warmUp of the rollout that it belongs to
   */
  Window(Split split, Instant since, WarmUp warmUp) {
    this.split = split;
    this.since = since;
    this.warmUp = warmUp;
  }

  /** One that has counted what both have; what they count from now on is lost. */
  static Window sum(Window earlier, Window later) {
    Window sum = new Window(later.split, earlier.since, later.warmUp);
    for (Window part : new Window[] {earlier, later}) {
      sum.stable.add(part.stable);
      sum.candidate.add(part.candidate);
      part.causes.forEach((cause, count) -> sum.cause(cause).add(count.sum()));
      sum.unkeyed.add(part.unkeyed.sum());
      sum.scored.add(part.scored);
      sum.shadow.add(part.shadow);
    }
    return sum;
  }

  Split split() {
    return split;
  }

  /** Where the values that this pod's model gives are counted. */
  OutputCounts scored() {
    return scored;
  }

  void unkeyed() {
    unkeyed.increment();
  }

  /** A request of the stable arm has ended. */
  void stableEnded(int status, Duration took) {
    stable.requests().increment();
    if (ArmCounts.isRefusal(status)) {
      stable.refused().increment();
      return;
    }
    if (ArmCounts.isFailure(status)) {
      stable.failures().increment();
    }
    stable.latency().record(took.toNanos());
  }

  /** A request of the candidate's arm was answered by the candidate. */
  void candidateEnded(int status, Duration took) {
    candidate.requests().increment();
    if (ArmCounts.isRefusal(status)) {
      candidate.refused().increment();
      return;
    }
    if (ArmCounts.isFailure(status)) {
      candidate.failures().increment();
      candidate.latency().record(took.toNanos());
    } else if (!warmUp.takes()) {
      candidate.latency().record(took.toNanos());
    }
  }

  /**
   * The candidate failed a request, which this pod then scored.
   *
   * @param status of the answer that the caller got
   * @param took from the forward to that answer
   */
  void candidateFailed(Cause cause, int status, Duration took) {
    candidate.requests().increment();
    candidate.failures().increment();
    cause(cause).increment();
    if (!ArmCounts.isFailure(status)) {
      candidate.rescued().increment();
    }
    if (cause != Cause.BREAKER_OPEN) {
      candidate.latency().record(took.toNanos());
    }
  }

  /** A request was chosen to be copied, and was not. */
  void copyDropped() {
    shadow.dropped().increment();
  }

  /** A copy has ended, with an answer or without. */
  void copyEnded(Comparison comparison, Duration took) {
    if (comparison.fault().isPresent()) {
      shadow.faults().increment();
      shadow.latency().record(took.toNanos());
      return;
    }
    shadow.compared(comparison);
    if (!warmUp.takes()) {
      shadow.latency().record(took.toNanos());
    }
  }

  private LongAdder cause(Cause cause) {
    return causes.getOrDefault(cause, candidate.failures());
  }

  /**
   * As {@code /status} has it.
   *
   * @param open for how long it has been, or was
   * @param bytes that bins and labels may take, about
   */
  Map<String, Object> report(Duration open, int bytes) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("target", split.target());
    report.put("weightBp", split.weightBp());
    report.put("shadowBp", split.shadowBp());
    report.put("since", since.truncatedTo(ChronoUnit.MILLIS).toString());
    report.put("millis", open.toMillis());
    report.put("stable", stable.report());
    Map<String, Object> candidates = candidate.report();
    candidates.put("rescued", candidate.rescued().sum());
    report.put("candidate", candidates);
    Map<String, Object> counts = new LinkedHashMap<>();
    causes.forEach((cause, count) -> counts.put(cause.field(), count.sum()));
    report.put("causes", counts);
    report.put("unkeyed", unkeyed.sum());
    report.put("scored", scored.report(bytes * 4 / 5));
    report.put("shadow", shadow.report(bytes / 5));
    return report;
  }
}
