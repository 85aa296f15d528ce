package io.slipway.batch.plan;

import java.util.List;

/**
 * What one worker scores.
 *
 * @param index 0 to the number of splits less one
 * @param slices in the order in which their rows are scored; at least one
 */
public record Split(int index, List<Slice> slices) {
  /**
   * @throws IllegalArgumentException if there is nothing in it
   */
  public Split {
    slices = List.copyOf(slices);
    if (index < 0 || slices.isEmpty()) {
      throw new IllegalArgumentException(
          "split %d of %d slices is none".formatted(index, slices.size()));
    }
  }

  /** How many bytes. */
  public long bytes() {
    return slices.stream().mapToLong(Slice::bytes).sum();
  }
}
