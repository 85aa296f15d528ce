package io.slipway.server.pod;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.server.traffic.ForwardCounts;
import io.slipway.server.traffic.Forwarder;
import io.slipway.server.traffic.Shadow;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Forwards as Prometheus sees them. */
final class ForwardMeters {
  private ForwardMeters() {}

  static void register(Forwarder forwarder, MeterRegistry meters) {
    ForwardCounts counts = forwarder.counts();
    register("slipway.forwards.sent", "Requests sent to the target", counts.sent(), meters);
    register("slipway.forwards.answered", "Those it answered", counts.answered(), meters);
    register(
        "slipway.forwards.fallbacks",
        "Requests for the target that were scored here since it failed",
        counts.fallbacks(),
        meters);
    counts
        .failures()
        .forEach(
            (cause, count) ->
                FunctionCounter.builder("slipway.forwards.failed", count, LongAdder::doubleValue)
                    .description("Requests for the target that it failed, by cause")
                    .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                    .register(meters));
    Gauge.builder("slipway.breaker.open", forwarder, known -> known.isBreakerOpen() ? 1 : 0)
        .description("1 while the target is not asked because it keeps failing")
        .register(meters);
  }

  static void register(Shadow shadow, MeterRegistry meters) {
    register(
        "slipway.shadow.copies",
        "Requests sent to the target once more, and ended",
        shadow.copies(),
        meters);
    register(
        "slipway.shadow.faults",
        "Those without an answer that could stand in for this pod's",
        shadow.faults(),
        meters);
    register("slipway.shadow.dropped", "Requests chosen and not sent", shadow.dropped(), meters);
  }

  private static void register(
      String name, String description, LongAdder count, MeterRegistry meters) {
    FunctionCounter.builder(name, count, LongAdder::doubleValue)
        .description(description)
        .register(meters);
  }
}
