package io.slipway.batch.job;

import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Staging;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.summary.SummaryBuilder;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Rows;
import io.slipway.scoring.DataType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What committed rows are like. They are read once for this before they are read again to be
 * loaded, since a set that has drifted too far is not loaded at all.
 */
record CommittedSummary(Staging staging, List<Output> outputs, Path scratch) {

  Summary of(List<Commit> commits) throws IOException {
    Map<String, DataType> types = new LinkedHashMap<>();
    outputs.forEach(output -> types.put(output.name(), output.type()));
    SummaryBuilder summary = new SummaryBuilder(types);
    try (CommittedRows rows = new CommittedRows(staging, commits, outputs, scratch)) {
      for (Optional<Rows> next = rows.next(); next.isPresent(); next = rows.next()) {
        summary.add(next.get().keys(), next.get().values(), next.get().errors());
      }
    }
    return summary.summary();
  }
}
