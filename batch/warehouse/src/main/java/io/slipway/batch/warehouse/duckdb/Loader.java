package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Loads a run: it gets a number; a file is written beside everything; it is named; the catalogue
 * gets to know it. Whatever a loader leaves that dies between two of these is of no account, and
 * the next attempt throws it away.
 */
final class Loader {
  private final SetFolder folder;
  private final Disk disk;
  private final Clock clock;
  private final Run run;
  private final List<Output> outputs;
  private final String object;

  Loader(SetFolder folder, Disk disk, Clock clock, Run run, List<Output> outputs) {
    this.folder = folder;
    this.disk = disk;
    this.clock = clock;
    this.run = run;
    this.outputs = outputs;
    this.object = "%s, run %s".formatted(folder.set(), run.id());
  }

  SetVersion load(RowSource rows, Contents contents) throws IOException, InterruptedException {
    Entry entry = number();
    if (!entry.state().isWhole()) {
      // Whoever comes second is told at once: the wait would be a whole load.
      try (Turn _ = Turn.take(folder.loading(entry.setId()), Duration.ZERO, object)) {
        fill(entry.setId(), rows, contents);
      }
    }
    Catalogue catalogue = folder.read();
    return catalogue.version(folder.set(), current(catalogue, entry.setId()));
  }

  private Entry number() throws IOException {
    try {
      Catalogue after =
          folder.change(
              catalogue -> {
                if (catalogue.ofRun(run.id()).isPresent()) {
                  return catalogue;
                }
                catalogue.requireSameTypes(outputs);
                return catalogue.with(Entry.begun(catalogue.last() + 1, run, clock.instant()));
              });
      return after.ofRun(run.id()).orElseThrow();
    } catch (IOException e) {
      throw Failures.of(object, e);
    }
  }

  private static Entry current(Catalogue catalogue, long setId) {
    return catalogue.find(setId).orElseThrow();
  }

  private void fill(long setId, RowSource rows, Contents contents)
      throws IOException, InterruptedException {
    // Another may have ended while this one waited.
    if (current(folder.read(), setId).state().isWhole()) {
      return;
    }
    String name = setId + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path file = folder.file(name + ".loading");
    boolean done = false;
    try {
      removeEarlier(setId);
      Counts came = write(file, rows, contents.summary());
      if (!came.equals(contents.counts())) {
        throw WarehouseException.invalid(
            object,
            "%s came, and there should be %s".formatted(came, contents.counts()),
            "see that all parts of the run are there, then load it again; nothing was kept");
      }
      announce(setId, file, name + ".duckdb", came);
      done = true;
    } finally {
      if (!done) {
        disk.delete(file);
        disk.delete(file.resolveSibling(file.getFileName() + ".wal"));
      }
    }
  }

  private void removeEarlier(long setId) throws IOException {
    for (Path file : folder.files()) {
      String name = file.getFileName().toString();
      if (name.startsWith(setId + "-")) {
        disk.delete(file);
      }
    }
  }

  private Counts write(Path file, RowSource rows, Optional<String> summary)
      throws IOException, InterruptedException {
    try {
      return RowFile.write(file, outputs, rows, summary);
    } catch (SQLException e) {
      String words = String.valueOf(e.getMessage());
      if (words.contains("duplicate")) {
        throw WarehouseException.invalid(
            object,
            "a key has several rows (%s)".formatted(Quoted.of(words)),
            "make the key columns tell the rows of the input apart; nothing was kept");
      }
      throw Failures.of(object, e);
    }
  }

  private void announce(long setId, Path written, String name, Counts counts) {
    try {
      disk.publish(written, folder.file(name));
      folder.change(
          catalogue -> {
            Entry entry = current(catalogue, setId);
            if (entry.state() != State.LOADING) {
              throw new WarehouseException(
                  Kind.BUSY, object, "it was given up meanwhile", "load it again");
            }
            return catalogue.with(entry.loaded(name, counts, Catalogue.types(outputs)));
          });
    } catch (IOException e) {
      throw Failures.of(object, e);
    }
  }
}
