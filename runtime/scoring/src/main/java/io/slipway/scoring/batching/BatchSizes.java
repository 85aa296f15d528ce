package io.slipway.scoring.batching;

/** How many rows may go into a call that takes those of several callers. */
public enum BatchSizes {
  ANY,
  /**
   * Filled up with copies of the first row. A GPU's libraries choose and load what computes so many
   * rows when they first meet that number; so these are few, and the trial meets them all.
   */
  POWERS_OF_TWO;

  int of(int rows) {
    return this == ANY || rows == 1 ? rows : Integer.highestOneBit(rows - 1) << 1;
  }
}
