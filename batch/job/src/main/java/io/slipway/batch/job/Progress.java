package io.slipway.batch.job;

import io.slipway.batch.plan.Split;
import io.slipway.batch.validation.RowCounts;

/**
 * How far a split has come.
 *
 * @param bytes of input that it has
 * @param bytesDone about how many of them were read
 */
record Progress(int split, long bytes, long bytesDone, RowCounts counts) {

  static Progress begin(Split split) {
    return new Progress(split.index(), split.bytes(), 0, RowCounts.NONE);
  }

  Progress at(long done, RowCounts soFar) {
    return new Progress(split, bytes, Math.min(done, bytes), soFar);
  }
}
