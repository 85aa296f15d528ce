package io.slipway.batch.job;

import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Split;
import io.slipway.batch.query.Query;
import io.slipway.batch.query.Query.Wanted;
import io.slipway.batch.rows.RowKey;
import io.slipway.batch.rows.SplitRows;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The rows of a query. */
record RunQuery(RunSpec spec, Source.Query source, Query query) implements RunInput {

  @Override
  public Plan plan() throws IOException, JobException {
    Plan plan = query.plan();
    if (plan.splits().isEmpty()) {
      throw JobException.correct(
          "InputNotFound", "the query of spec.input has no row: see what it should have found");
    }
    return plan;
  }

  @Override
  public SplitRows open(Plan plan, Split split, Signature model) throws IOException {
    return SplitRows.ofRecords(
        query.lines(plan, split, wanted(model)), model, source.key(), spec.rowsPerCall());
  }

  private Wanted wanted(Signature model) {
    RowKey key = source.key();
    Set<String> columns = new HashSet<>(Set.of(key.column()));
    Set<String> required = new HashSet<>(Set.of(key.column()));
    for (Field field : model.inputs()) {
      columns.add(field.name());
      if (field.presence() == Presence.REQUIRED) {
        required.add(field.name());
      }
    }
    Set<String> texts = key.type() == RowKey.Type.TEXT ? Set.of(key.column()) : Set.of();
    return new Wanted(columns, required, texts);
  }

  /** Who reads has counted: there is nothing to look at again. */
  @Override
  public void requireUnchanged(Plan plan, Split split) {}
}
