package io.slipway.batch.job;

import io.slipway.batch.parquet.PartReader;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.staging.Staging;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;

/** The rows of committed parts in the order of the splits, one part at a time. */
final class CommittedRows implements RowSource, AutoCloseable {
  private final Staging staging;
  private final Queue<Commit> left;
  private final List<Output> outputs;
  private final Path file;
  private Optional<PartReader> open = Optional.empty();

  /**
   * @param scratch a folder that a part is brought into while it is read
   */
  CommittedRows(Staging staging, List<Commit> commits, List<Output> outputs, Path scratch) {
    this.staging = staging;
    this.left = new ArrayDeque<>(commits);
    this.outputs = outputs;
    this.file = scratch.resolve("fetched-%s.parquet".formatted(UUID.randomUUID()));
  }

  @Override
  public Optional<Rows> next() throws IOException {
    while (true) {
      if (open.isPresent()) {
        Optional<Rows> rows = open.get().next();
        if (rows.isPresent()) {
          return rows;
        }
        closePart();
      }
      Commit commit = left.poll();
      if (commit == null) {
        return Optional.empty();
      }
      staging.fetch(commit, file);
      open = Optional.of(PartReader.open(file, outputs));
    }
  }

  private void closePart() throws IOException {
    if (open.isPresent()) {
      PartReader reader = open.get();
      open = Optional.empty();
      reader.close();
    }
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    closePart();
  }
}
