package io.slipway.server.pod;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * How often and for how long the JVM's collectors have run, as counted by themselves. Not by
 * Micrometer's own meters of them: these hear of each collection by a notification, which at full
 * load, with dozens of collections a second, takes a third of what the collections themselves do.
 */
final class CollectorMeters {
  private CollectorMeters() {}

  static void register(MeterRegistry meters) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      FunctionTimer.builder(
              "jvm.gc.pause",
              collector,
              GarbageCollectorMXBean::getCollectionCount,
              GarbageCollectorMXBean::getCollectionTime,
              TimeUnit.MILLISECONDS)
          .description("Collections, and the time they took")
          .tag("gc", collector.getName())
          .register(meters);
    }
  }
}
