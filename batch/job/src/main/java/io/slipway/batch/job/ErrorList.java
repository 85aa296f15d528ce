package io.slipway.batch.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Staging;
import io.slipway.batch.warehouse.Rows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The errors output of a run: each row without a prediction with its key and the reason, a line of
 * JSON each, in the order of the input. It is there also when the run's rules do not hold and
 * nothing is loaded: above all then somebody wants to read it.
 */
record ErrorList(Staging staging, Path scratch) {
  static final String NAME = "errors.jsonl";
  private static final JsonMapper JSON = new JsonMapper();

  void write(List<Commit> commits) throws IOException {
    List<Commit> withErrors = commits.stream().filter(commit -> commit.errors() > 0).toList();
    Path file = scratch.resolve("errors-" + UUID.randomUUID());
    try {
      try (BufferedWriter out = Files.newBufferedWriter(file);
          CommittedRows rows = new CommittedRows(staging, withErrors, List.of(), scratch)) {
        for (Optional<Rows> next = rows.next(); next.isPresent(); next = rows.next()) {
          write(out, next.get());
        }
      }
      staging.store(NAME, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void write(BufferedWriter out, Rows rows) throws IOException {
    for (int row = 0; row < rows.size(); row++) {
      if (rows.errors().isValid(row)) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("key", rows.keys().strings()[row]);
        error.put("error", rows.errors().strings()[row]);
        out.write(JSON.writeValueAsString(error));
        out.write('\n');
      }
    }
  }
}
