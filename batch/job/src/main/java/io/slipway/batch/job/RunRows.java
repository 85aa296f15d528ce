package io.slipway.batch.job;

import io.slipway.batch.input.Input;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Split;
import io.slipway.batch.rows.FileFormat;
import io.slipway.batch.rows.SplitRows;
import io.slipway.batch.run.RunSpec;
import io.slipway.scoring.Signature;
import java.io.IOException;

/** Opens the rows of a split as the run's document has them, for who plans and for who scores. */
final class RunRows {
  /** Longer ones are errors: a line is in the memory as a whole. */
  private static final int MAX_LINE_BYTES = 16 << 20;

  private RunRows() {}

  static SplitRows open(RunSpec spec, Input input, Plan plan, Split split, Signature model)
      throws IOException {
    FileFormat format =
        switch (spec.input().type()) {
          case CSV -> FileFormat.CSV;
          case JSON_LINES -> FileFormat.JSON_LINES;
          case PARQUET -> FileFormat.PARQUET;
        };
    return new SplitRows(
        input,
        plan,
        split,
        new SplitRows.Settings(
            format, model, spec.input().key(), spec.rowsPerCall(), MAX_LINE_BYTES));
  }
}
