package io.slipway.batch.warehouse.parquet;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.folder.SharedFolder;
import io.slipway.batch.folder.VolumeFolder;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process ends before or after each of its calls to the shared folder, and another goes on. */
class CutFolderTest {
  private static final int ROWS = 40;

  @TempDir private Path root = Path.of("");

  /** The end of a process, which nobody catches. */
  private static final class EndError extends Error {
    private static final long serialVersionUID = 1;
  }

  /** A folder whose process ends at a step, and does nothing after it. */
  private static final class Cut {
    private final int at;
    private int steps;

    Cut(int at) {
      this.at = at;
    }

    private void step() {
      steps++;
      if (steps >= at) {
        throw new EndError();
      }
    }

    SharedFolder of(SharedFolder real) {
      return (SharedFolder)
          Proxy.newProxyInstance(
              SharedFolder.class.getClassLoader(),
              new Class<?>[] {SharedFolder.class},
              (proxy, method, arguments) -> {
                step();
                try {
                  Object result = method.invoke(real, arguments);
                  step();
                  return result;
                } catch (InvocationTargetException e) {
                  throw e.getCause() == null ? e : e.getCause();
                }
              });
    }
  }

  @Test
  void whereverAProcessEndsTheNextOneBringsTheRunToItsEndAndLeavesNothing() throws Exception {
    int number = 1;
    for (int step = 1; isCut(number, step); step += 2) {
      try (Warehouse next = open(Integer.MAX_VALUE)) {
        requireOneWholeGeneration(next, number);
        publish(next, number);
        requirePublished(next, number);
      }
      number++;
    }
    assertThat(number).as("processes that were ended").isGreaterThan(15);
  }

  private boolean isCut(int number, int step) throws Exception {
    try (Warehouse warehouse = open(step)) {
      publish(warehouse, number);
      return false;
    } catch (EndError _) {
      return true;
    }
  }

  private Warehouse open(int step) {
    return new ParquetWarehouse(
        new Cut(step).of(shared()), root.resolve("scratch"), Clock.systemUTC());
  }

  private SharedFolder shared() {
    return new VolumeFolder(root.resolve("shared"));
  }

  private static void publish(Warehouse warehouse, int number) throws Exception {
    new Generation(number, ROWS).publishIn(warehouse);
    warehouse.retireAllBut(SET, 2);
    warehouse.sweep(SET, Duration.ZERO);
  }

  /** Readers get the one before or the new one, and all of it. */
  private static void requireOneWholeGeneration(Warehouse warehouse, int number) {
    warehouse
        .find(SET, IntStream.range(0, ROWS).mapToObj(Generation::key).toList())
        .ifPresent(
            answer -> {
              assertThat(answer.predictions()).as("run %d", number).hasSize(ROWS);
              assertThat(answer.version().run().id()).isIn("run-" + number, "run-" + (number - 1));
            });
  }

  private void requirePublished(Warehouse warehouse, int number) throws Exception {
    Answer answer = warehouse.find(SET, List.of(key(0))).orElseThrow();
    assertThat(answer.version().run()).isEqualTo(new Generation(number, ROWS).run());
    List<SetVersion> versions = warehouse.versions(SET);
    assertThat(versions.stream().filter(v -> v.run().id().equals("run-" + number))).hasSize(1);
    assertThat(shared().list("").stream().map(name -> name.split("/", -1)[1]).distinct())
        .as("what is left after run %d", number)
        .hasSize(1 + (int) versions.stream().filter(v -> v.state().isWhole()).count())
        .contains("current.json");
  }
}
