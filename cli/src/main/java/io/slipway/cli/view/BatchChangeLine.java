package io.slipway.cli.view;

import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.cli.resource.BatchRun;
import java.util.ArrayList;
import java.util.List;

/**
 * What is new about a run in one line, for logs. Two lines are equal unless something has happened:
 * of how far it is only every tenth is told.
 */
public final class BatchChangeLine {

  private static final int TENTHS = 10;

  private BatchChangeLine() {}

  /** Like {@code Scoring 40%; on its way (Scoring)}. */
  public static String of(BatchRun run) {
    List<String> parts = new ArrayList<>();
    BatchSplitsStatus splits = run.status().splits();
    boolean isOver = splits != null && splits.committed() >= splits.total();
    parts.add(
        splits == null || splits.total() == 0 || isOver
            ? run.phaseWord()
            : run.phaseWord()
                + " "
                + (long) splits.committed() * TENTHS / splits.total() * TENTHS
                + "%");
    if (splits != null && splits.failed() > 0) {
      parts.add(splits.failed() + " splits given up");
    }
    BatchRowsStatus rows = run.status().rows();
    if (rows != null && isOver) {
      parts.add(
          "%d rows, %d with an error".formatted(rows.scored() + rows.errors(), rows.errors()));
    }
    if (run.status().setId() != null) {
      parts.add("set " + run.status().setId());
    }
    return OneLine.of(String.join(", ", parts) + "; " + BatchHeadline.of(run).text());
  }
}
