package io.slipway.registry.validation;

import java.time.Duration;

/**
 * What the process that validates may take.
 *
 * @param heapBytes of its Java heap: PMML documents are in it, and an engine loads one that takes
 *     up to half of it
 * @param time from its start to its answer; it may take as much of a processor's time
 * @param nativeBytes of address space beyond the heap and three times the files, for the JVM itself
 *     and what engines keep outside the heap
 */
public record ValidationLimits(long heapBytes, Duration time, long nativeBytes) {
  public ValidationLimits {
    if (heapBytes < 64 << 20 || time.toSeconds() < 1 || nativeBytes < 1L << 30) {
      throw new IllegalArgumentException(
          "a validation needs 64 MiB of heap, a second and a GiB of address space at least: "
              + "%d, %s, %d".formatted(heapBytes, time, nativeBytes));
    }
  }

  /** A GiB of heap, two minutes. */
  public static ValidationLimits standard() {
    return new ValidationLimits(1L << 30, Duration.ofMinutes(2), 6L << 30);
  }
}
