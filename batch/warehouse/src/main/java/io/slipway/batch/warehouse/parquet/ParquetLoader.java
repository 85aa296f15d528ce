package io.slipway.batch.warehouse.parquet;

import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * Loads a run: it gets a number; files are put into a folder of this attempt's own; the manifest is
 * put beside them; the catalogue gets to know the folder. Of several attempts at once the first one
 * counts, and the others take their folders away. What an attempt leaves that dies is of no
 * account.
 *
 * @param scratch a folder of this machine
 */
record ParquetLoader(SetFiles files, Path scratch, Clock clock, Run run, List<Output> outputs) {
  ParquetLoader {
    outputs = List.copyOf(outputs);
  }

  SetVersion load(RowSource rows, Contents contents) throws IOException, InterruptedException {
    Entry entry = number();
    if (!entry.state().isWhole()) {
      fill(entry.setId(), rows, contents);
    }
    Catalogue catalogue = reached(files::read);
    return catalogue.version(files.set(), catalogue.find(entry.setId()).orElseThrow(this::givenUp));
  }

  /** What a folder that many share was asked for. */
  @FunctionalInterface
  private interface Step<T> {
    T take() throws IOException;
  }

  /** Rows that cannot be read are the caller's matter; folders are the warehouse's. */
  private <T> T reached(Step<T> step) {
    try {
      return step.take();
    } catch (IOException e) {
      throw ParquetWarehouse.failure(object(), e);
    }
  }

  private String object() {
    return "%s, run %s".formatted(files.set(), run.id());
  }

  private Entry number() {
    Catalogue after =
        reached(
            () ->
                files.change(
                    catalogue -> {
                      if (catalogue.ofRun(run.id()).isPresent()) {
                        return catalogue;
                      }
                      catalogue.requireSameTypes(outputs);
                      return catalogue.with(
                          Entry.begun(catalogue.last() + 1, run, clock.instant()));
                    }));
    return after.ofRun(run.id()).orElseThrow(this::givenUp);
  }

  private WarehouseException givenUp() {
    return new WarehouseException(
        Kind.BUSY, object(), "it was given up meanwhile", "load it again");
  }

  private void fill(long setId, RowSource rows, Contents contents)
      throws IOException, InterruptedException {
    String folder =
        setId + "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    Path here = Files.createTempDirectory(Files.createDirectories(scratch), "set-");
    boolean counts = false;
    // Until then the catalogue may know the folder, though its answer was lost: the sweep decides.
    boolean isSettled = false;
    try {
      SortedParts.Written written = write(folder, here, rows, contents.counts());
      reached(
          () -> {
            if (contents.summary().isPresent()) {
              files.keep(folder, contents.summary().get());
            }
            files.keep(folder, Manifest.of(setId, run, outputs, written));
            return folder;
          });
      counts = announce(setId, folder, written.counts());
      isSettled = true;
    } finally {
      removeHere(here);
      if (isSettled && !counts) {
        new Abandoned(files).removeFolder(folder);
      }
    }
  }

  private SortedParts.Written write(String folder, Path here, RowSource rows, Counts expected)
      throws IOException, InterruptedException {
    try {
      return new SortedParts(here, outputs)
          .write(
              object(),
              rows,
              expected,
              file ->
                  reached(
                      () -> {
                        files.shared().store(files.name(folder + "/" + file.getFileName()), file);
                        Files.deleteIfExists(file);
                        return file;
                      }));
    } catch (SQLException e) {
      throw ParquetWarehouse.failure(object(), e);
    }
  }

  /**
   * @return whether the folder is the set version's from now on
   */
  private boolean announce(long setId, String folder, Counts came) {
    Catalogue after =
        reached(
            () ->
                files.change(
                    catalogue -> {
                      Entry entry = catalogue.find(setId).orElseThrow(this::givenUp);
                      if (entry.state() == State.RETIRED) {
                        throw givenUp();
                      }
                      return entry.state() == State.LOADING
                          ? catalogue.with(entry.loaded(folder, came, Catalogue.types(outputs)))
                          : catalogue;
                    }));
    return after.find(setId).filter(entry -> entry.file().equals(folder)).isPresent();
  }

  private static void removeHere(Path here) throws IOException {
    try (Stream<Path> all = Files.walk(here)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
