package io.slipway.batch.job;

import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Split;
import io.slipway.batch.rows.SplitRows;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.scoring.Signature;
import java.io.IOException;

/** What the rows of a run are read from, for who plans and for who scores. */
sealed interface RunInput permits RunFiles, RunQuery {

  /** As the run's document has it. */
  static RunInput of(RunSpec spec, Places places) throws IOException, JobException {
    return switch (spec.input()) {
      case Source.Files files -> new RunFiles(spec, files, places.input(files.uri()));
      case Source.Query query -> new RunQuery(spec, query, places.query(query));
    };
  }

  /** How its rows are cut as they are now; at least one split. */
  Plan plan() throws IOException, JobException;

  /** The rows of a split. */
  SplitRows open(Plan plan, Split split, Signature model) throws IOException;

  /**
   * Asked when all rows of a split were read.
   *
   * @throws io.slipway.batch.input.InputChangedException if they may not be those that were planned
   */
  void requireUnchanged(Plan plan, Split split) throws IOException;
}
