package io.slipway.batch.lookup.http;

import io.javalin.http.HandlerType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slipway.batch.lookup.Result;
import io.slipway.batch.lookup.Status;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Prometheus is told of requests, by path and method and never by a set's name. A meter is
 * looked up once: that costs many times what counting does. Safe for use by many threads.
 */
final class LookupMeters {
  private final MeterRegistry registry;
  private final Map<Series, Timer> requests = new ConcurrentHashMap<>();
  private final Map<Status, Counter> keys = new EnumMap<>(Status.class);

  private record Series(HandlerType method, String path, int status) {}

  LookupMeters(MeterRegistry registry) {
    this.registry = registry;
    for (Status status : Status.values()) {
      keys.put(
          status,
          Counter.builder("slipway.lookup.keys")
              .description("Keys that were looked up, by what there was of them")
              .tag("status", status.name())
              .register(registry));
    }
  }

  void answered(Route route, int status, Duration time) {
    requests
        .computeIfAbsent(new Series(route.method(), route.path(), status), this::timer)
        .record(time);
  }

  private Timer timer(Series series) {
    return Timer.builder("slipway.lookup.requests")
        .description("Requests, and how long they took")
        .tag("method", series.method().name())
        .tag("route", series.path())
        .tag("status", Integer.toString(series.status()))
        .publishPercentileHistogram()
        .register(registry);
  }

  void lookedUp(List<Result> results) {
    for (Result result : results) {
      Objects.requireNonNull(keys.get(result.status())).increment();
    }
  }
}
