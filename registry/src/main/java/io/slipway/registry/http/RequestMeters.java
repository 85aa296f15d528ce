package io.slipway.registry.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What Prometheus is told of requests: by path and method, never by a model's name. */
final class RequestMeters {
  private final MeterRegistry meters;
  private final Counter downloaded;

  RequestMeters(MeterRegistry meters) {
    this.meters = meters;
    this.downloaded =
        Counter.builder("slipway.registry.downloaded")
            .baseUnit("bytes")
            .description("Bytes of files that were given out, before compression")
            .register(meters);
  }

  void count(Route route, int status, Duration time) {
    Timer.builder("slipway.registry.requests")
        .description("Requests, and how long they took")
        .tag("method", route.method().name())
        .tag("route", route.path())
        .tag("status", Integer.toString(status))
        .register(meters)
        .record(time);
  }

  void downloaded(long bytes) {
    downloaded.increment((double) bytes);
  }
}
