package io.slipway.batch.warehouse.duckdb;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.CrashingDisk.CrashError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is loaded, published and old ones are retired, by a process that ends at every step. */
class CrashTest {
  private static final int ROWS = 120;

  @TempDir private Path folder = Path.of("");

  @Test
  void whereverAProcessEndsTheNextOneBringsTheRunToItsEndAndLeavesNothing() throws Exception {
    int step = 1;
    while (crashes(step)) {
      try (Warehouse next = DuckDbWarehouse.open(folder)) {
        requireOneWholeGeneration(next, step);
        publish(next, step);
        requirePublished(next, step);
      }
      step++;
    }
    assertThat(step).as("steps at which there was a crash").isGreaterThan(15);
  }

  private boolean crashes(int step) throws Exception {
    CrashingDisk disk = new CrashingDisk(step);
    try (Warehouse warehouse = new DuckDbWarehouse(folder, disk, Clock.systemUTC())) {
      publish(warehouse, step);
    } catch (CrashError _) {
      return true;
    }
    return disk.hasCrashed();
  }

  private static void publish(Warehouse warehouse, int number) throws Exception {
    new Generation(number, ROWS).publishIn(warehouse);
    warehouse.retireAllBut(SET, 2);
    warehouse.sweep(SET, Duration.ZERO);
  }

  /** Readers get the one before or the new one, and all of it. */
  private static void requireOneWholeGeneration(Warehouse warehouse, int step) {
    warehouse
        .find(SET, IntStream.range(0, ROWS).mapToObj(Generation::key).toList())
        .ifPresent(
            answer -> {
              assertThat(answer.predictions()).as("step %d", step).hasSize(ROWS);
              assertThat(answer.version().run().id()).isIn("run-" + step, "run-" + (step - 1));
            });
  }

  private void requirePublished(Warehouse warehouse, int step) throws IOException {
    Answer answer = warehouse.find(SET, List.of(key(0))).orElseThrow();
    assertThat(answer.version().run()).isEqualTo(new Generation(step, ROWS).run());
    List<SetVersion> versions = warehouse.versions(SET);
    assertThat(versions.stream().filter(v -> v.run().id().equals("run-" + step))).hasSize(1);
    try (Stream<Path> files = Files.list(folder.resolve(SET.text()))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> !n.endsWith("lock")))
          .as("files after step %d", step)
          .filteredOn(name -> !name.startsWith("set.json"))
          .hasSize((int) versions.stream().filter(v -> v.state().isWhole()).count())
          .allMatch(name -> name.endsWith(".duckdb"));
    }
  }
}
