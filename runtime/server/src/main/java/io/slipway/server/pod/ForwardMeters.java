package io.slipway.server.pod;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.server.traffic.ForwardCounts;
import java.util.concurrent.atomic.LongAdder;

/** Forwards as Prometheus sees them. */
final class ForwardMeters {
  private ForwardMeters() {}

  static void register(ForwardCounts counts, MeterRegistry meters) {
    register("slipway.forwards.sent", "Requests sent to the target", counts.sent(), meters);
    register("slipway.forwards.answered", "Those it answered", counts.answered(), meters);
    register(
        "slipway.forwards.fallbacks",
        "Requests for the target that were scored here since it failed",
        counts.fallbacks(),
        meters);
  }

  private static void register(
      String name, String description, LongAdder count, MeterRegistry meters) {
    FunctionCounter.builder(name, count, LongAdder::doubleValue)
        .description(description)
        .register(meters);
  }
}
