package io.slipway.batch.validation;

/**
 * Rows of a run, or of a part of one.
 *
 * @param scored with a prediction
 * @param errors without
 */
public record RowCounts(long scored, long errors) {
  /** Of nothing. */
  public static final RowCounts NONE = new RowCounts(0, 0);

  /**
   * @throws IllegalArgumentException if one is below 0
   */
  public RowCounts {
    if (scored < 0 || errors < 0) {
      throw new IllegalArgumentException("%d scored, %d errors".formatted(scored, errors));
    }
  }

  public RowCounts plus(RowCounts other) {
    return new RowCounts(Math.addExact(scored, other.scored), Math.addExact(errors, other.errors));
  }

  /** All that were read. */
  public long total() {
    return Math.addExact(scored, errors);
  }

  /** The part without a prediction, 0 to 1; 0 of nothing. */
  public double errorRate() {
    return total() == 0 ? 0 : (double) errors / total();
  }
}
