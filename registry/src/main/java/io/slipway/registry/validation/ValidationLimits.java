package io.slipway.registry.validation;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What the process that validates may take.
 *
 * @param heapBytes of its Java heap: an engine loads PMML documents that take up to half of it
 * @param memoryBytes in all: the heap, what engines keep outside it, and the JVM itself. On Linux
 *     the kernel gives no more
 * @param time from its start to its answer; it may take as much of a processor's time
 */
public record ValidationLimits(long heapBytes, long memoryBytes, Duration time) {
  private static final long MIB = 1 << 20;

  /** The JVM, its threads' stacks, and the libraries. */
  private static final long BESIDE_THE_HEAP = 320 * MIB;

  private static final long MOST_HEAP = 1024 * MIB;
  private static final long MOST = 8192 * MIB;
  private static final Duration TIME = Duration.ofMinutes(2);

  public ValidationLimits {
    if (heapBytes < 64 * MIB
        || memoryBytes < heapBytes + BESIDE_THE_HEAP
        || time.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException(
          "a validation needs a second, 64 MiB of heap, and %d MiB beside it: %s, %d and %d bytes"
              .formatted(BESIDE_THE_HEAP / MIB, time, heapBytes, memoryBytes));
    }
  }

  /**
   * What this process leaves of its container's memory, or of the machine's: a model that takes too
   * much then fails its own validation, and does not take the registry with it.
   */
  public static ValidationLimits ofThisProcess() {
    long all =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    long here = Runtime.getRuntime().maxMemory() + BESIDE_THE_HEAP;
    return of(Math.min(MOST, all - here), TIME);
  }

  /**
   * @param memoryBytes in all; too little is taken for the least that will do
   */
  public static ValidationLimits of(long memoryBytes, Duration time) {
    long heap = Math.clamp((memoryBytes - BESIDE_THE_HEAP) / 2, 64 * MIB, MOST_HEAP);
    return new ValidationLimits(heap, Math.max(memoryBytes, heap + BESIDE_THE_HEAP), time);
  }
}
