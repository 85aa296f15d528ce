package io.slipway.batch.warehouse.parquet;

import io.slipway.batch.folder.SharedFolder;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.PastPrediction;
import io.slipway.batch.warehouse.Retention;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import io.slipway.batch.warehouse.catalogue.History;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A warehouse in a folder that machines share. Rows of a set version are Parquet files that never
 * change; the catalogue, which says which one is read, is replaced as a whole by who has seen what
 * it replaces. It is made for engines that read whole sets; a look-up by key opens the files anew.
 */
public final class ParquetWarehouse implements Warehouse {
  /** How often a reader finds that what it was about to read was just retired. */
  private static final int TRIES = 10;

  private final SharedFolder folder;
  private final Path scratch;
  private final Clock clock;

  ParquetWarehouse(SharedFolder folder, Path scratch, Clock clock) {
    this.folder = folder;
    this.scratch = scratch.toAbsolutePath();
    this.clock = clock;
  }

  /**
   * @param scratch a folder of this machine with room for the rows of a set version three times
   */
  public static ParquetWarehouse open(SharedFolder folder, Path scratch) {
    return new ParquetWarehouse(folder, scratch, Clock.systemUTC());
  }

  private SetFiles of(SetName set) {
    return new SetFiles(folder, set);
  }

  @Override
  public SetVersion load(
      SetName set, Run run, List<Output> outputs, RowSource rows, Contents contents)
      throws IOException, InterruptedException {
    Output.requireDistinct(outputs);
    return new ParquetLoader(of(set), scratch, clock, run, outputs).load(rows, contents);
  }

  @Override
  public SetVersion publish(SetName set, long setId, Expected expected) {
    return told(
        set.text(),
        () -> {
          Catalogue after =
              of(set).change(catalogue -> catalogue.moved(set, setId, expected, clock.instant()));
          return after.version(set, after.entry(set, setId));
        });
  }

  @Override
  public SetVersion retire(SetName set, long setId) {
    return told(
        set.text(),
        () -> {
          SetFiles files = of(set);
          Catalogue after = files.change(catalogue -> catalogue.retired(set, setId));
          new Abandoned(files).remove();
          return after.version(set, after.entry(set, setId));
        });
  }

  @Override
  public List<SetVersion> retireAllBut(SetName set, int keep) {
    return told(
        set.text(),
        () -> {
          SetFiles files = of(set);
          List<SetVersion> superseded = new ArrayList<>();
          files.change(
              catalogue -> {
                superseded.clear(); // asked again
                superseded.addAll(Retention.superseded(catalogue.versions(set), keep));
                return catalogue.retired(set, superseded);
              });
          new Abandoned(files).remove();
          return superseded;
        });
  }

  @Override
  public int sweep(SetName set, Duration age) {
    return told(
        set.text(),
        () -> {
          Abandoned abandoned = new Abandoned(of(set));
          abandoned.giveUpUnfinished(clock.instant().minus(age));
          return abandoned.remove();
        });
  }

  @Override
  public Optional<Answer> find(SetName set, Collection<String> keys) {
    return reading(
        set,
        catalogue -> {
          Optional<Entry> current = catalogue.find(catalogue.current());
          return current.isEmpty()
              ? Optional.empty()
              : Optional.of(answer(set, catalogue, current.get(), keys));
        });
  }

  private Answer answer(SetName set, Catalogue catalogue, Entry entry, Collection<String> keys)
      throws IOException, SQLException {
    return new PartRows(of(set), scratch).answer(catalogue.version(set, entry), entry.file(), keys);
  }

  @Override
  public List<PastPrediction> history(SetName set, String key, int limit) {
    return reading(
        set,
        catalogue -> {
          History history = new History(limit);
          for (Entry entry : catalogue.entries()) {
            if (entry.state() == State.PUBLISHED && !history.isFull()) {
              history.add(answer(set, catalogue, entry, List.of(key)));
            }
          }
          return history.past();
        });
  }

  @Override
  public List<SetVersion> versions(SetName set) {
    return told(set.text(), () -> of(set).read().versions(set));
  }

  @Override
  public Optional<Expected> replaced(SetName set, long setId) {
    return told(set.text(), () -> of(set).read().find(setId).flatMap(Entry::before));
  }

  @Override
  public Optional<String> summary(SetName set, long setId) {
    return reading(
        set,
        catalogue -> {
          Optional<Entry> entry = catalogue.find(setId).filter(found -> found.state().isWhole());
          return entry.isEmpty() ? Optional.empty() : of(set).summary(entry.get().file());
        });
  }

  /** What is not there yet is made by who loads; who may not look is told. */
  @Override
  public void ping() {
    told("the warehouse", () -> folder.list("_none/"));
  }

  /** Nothing is kept open. */
  @Override
  public void close() {}

  @FunctionalInterface
  private interface Read<T> {
    T of(Catalogue catalogue) throws IOException, SQLException;
  }

  /** A folder may be retired between the look at the catalogue and the one at its files. */
  private <T> T reading(SetName set, Read<T> read) {
    return told(
        set.text(),
        () -> {
          for (int left = TRIES; ; left--) {
            Catalogue catalogue = of(set).read();
            try {
              return read.of(catalogue);
            } catch (IOException | SQLException e) {
              if (left == 0 || of(set).read().equals(catalogue)) {
                throw e;
              }
            }
          }
        });
  }

  @FunctionalInterface
  private interface Task<T> {
    T run() throws IOException, SQLException;
  }

  private static <T> T told(String object, Task<T> task) {
    try {
      return task.run();
    } catch (IOException | SQLException e) {
      throw failure(object, e);
    }
  }

  /** What a folder or the disk says, as a refusal. */
  static WarehouseException failure(String object, Exception e) {
    String words = String.valueOf(e.getMessage());
    boolean full =
        words.contains("No space left")
            || words.contains("enough disk space")
            || words.contains("max_temp_directory_size");
    return full
        ? new WarehouseException(
            Kind.FULL,
            object,
            "the folder or the pod's own disk has no room left",
            "enlarge it or have old set versions retired, then try again; nothing is there in part",
            e)
        : new WarehouseException(
            Kind.UNAVAILABLE,
            object,
            "its folder cannot be read or written (%s)"
                .formatted(words.lines().findFirst().orElse("")),
            "see that it is there and that the pod may write to it, and try again",
            e);
  }
}
