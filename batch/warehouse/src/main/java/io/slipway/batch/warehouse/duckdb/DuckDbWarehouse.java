package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.JdbcValues;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.PastPrediction;
import io.slipway.batch.warehouse.Prediction;
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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A warehouse in a folder of a local disk, for as many processes of one machine as there are. What
 * is published is a file of its own that never changes; the catalogue, which says which one is
 * read, is replaced as a whole.
 */
public final class DuckDbWarehouse implements Warehouse {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How often a reader finds that what it was about to read was just retired. */
  private static final int TRIES = 10;

  private final Path folder;
  private final Disk disk;
  private final Clock clock;
  private final OpenFiles open = new OpenFiles();

  DuckDbWarehouse(Path folder, Disk disk, Clock clock) {
    this.folder = folder.toAbsolutePath();
    this.disk = disk;
    this.clock = clock;
  }

  /** Opens it; folders are made when something is loaded. */
  public static DuckDbWarehouse open(Path folder) {
    return new DuckDbWarehouse(folder, new Disk(), Clock.systemUTC());
  }

  private SetFolder of(SetName set) {
    return new SetFolder(disk, folder.resolve(set.text()), set, PATIENCE);
  }

  @Override
  public SetVersion load(
      SetName set, Run run, List<Output> outputs, RowSource rows, Contents contents)
      throws IOException, InterruptedException {
    Output.requireDistinct(outputs);
    Loader loader = new Loader(of(set), disk, clock, run, List.copyOf(outputs));
    return loader.load(rows, contents);
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
          SetFolder of = of(set);
          Leftovers leftovers = new Leftovers(of, disk);
          Catalogue after =
              of.change(
                  catalogue -> {
                    Entry entry = catalogue.entry(set, setId);
                    if (entry.state() == State.LOADING && !leftovers.isLeftAlone(entry)) {
                      throw new WarehouseException(
                          Kind.BUSY,
                          "%s, set version %d".formatted(set, setId),
                          "a loader is at it",
                          "try again when it has ended");
                    }
                    return catalogue.retired(set, setId);
                  });
          leftovers.remove();
          return after.version(set, after.entry(set, setId));
        });
  }

  @Override
  public List<SetVersion> retireAllBut(SetName set, int keep) {
    return told(
        set.text(),
        () -> {
          SetFolder of = of(set);
          List<SetVersion> superseded = new ArrayList<>();
          of.change(
              catalogue -> {
                superseded.addAll(Retention.superseded(catalogue.versions(set), keep));
                return catalogue.retired(set, superseded);
              });
          new Leftovers(of, disk).remove();
          return superseded;
        });
  }

  @Override
  public int sweep(SetName set, Duration age) {
    return told(
        set.text(),
        () -> {
          if (!Files.isDirectory(of(set).path())) {
            return 0;
          }
          Leftovers leftovers = new Leftovers(of(set), disk);
          leftovers.giveUpUnfinished(clock.instant().minus(age));
          return leftovers.remove();
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
      throws SQLException {
    String[] wanted = keys.stream().distinct().toArray(String[]::new);
    return open.use(
        of(set).file(entry.file()),
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(byKeys(wanted.length))) {
            for (int i = 0; i < wanted.length; i++) {
              statement.setString(i + 1, wanted[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
              JdbcValues values = new JdbcValues(rows, 1);
              Map<String, Prediction> predictions = new LinkedHashMap<>();
              while (rows.next()) {
                Prediction prediction = values.prediction();
                predictions.put(prediction.key(), prediction);
              }
              return new Answer(catalogue.version(set, entry), values.columns(), predictions);
            }
          }
        });
  }

  private static String byKeys(int keys) {
    return "SELECT * FROM %s WHERE %s IN (%s)"
        .formatted(RowFile.TABLE, Output.KEY, keys == 0 ? "NULL" : "?" + ", ?".repeat(keys - 1));
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

  /** Beside the rows rather than in the catalogue, which is read for every look-up. */
  @Override
  public Optional<String> summary(SetName set, long setId) {
    return reading(
        set,
        catalogue -> {
          Optional<Entry> entry = catalogue.find(setId).filter(found -> found.state().isWhole());
          return entry.isEmpty()
              ? Optional.empty()
              : open.use(of(set).file(entry.get().file()), RowFile::summary);
        });
  }

  @Override
  public void ping() {
    told(
        "the warehouse",
        () -> {
          if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
          }
          return true;
        });
  }

  @Override
  public void close() {
    told(
        "the warehouse",
        () -> {
          open.close();
          return true;
        });
  }

  @FunctionalInterface
  private interface Read<T> {
    T of(Catalogue catalogue) throws SQLException;
  }

  /** A file may be retired between the look at the catalogue and the one at the file. */
  private <T> T reading(SetName set, Read<T> read) {
    return told(
        set.text(),
        () -> {
          SetFolder of = of(set);
          for (int left = TRIES; ; left--) {
            Catalogue catalogue = of.read();
            open.keepOnly(of.path(), needed(of, catalogue));
            try {
              return read.of(catalogue);
            } catch (SQLException e) {
              if (left == 0 || of.read().equals(catalogue)) {
                throw e;
              }
            }
          }
        });
  }

  private static Set<Path> needed(SetFolder of, Catalogue catalogue) {
    return catalogue.entries().stream()
        .filter(entry -> entry.state().isWhole())
        .map(entry -> of.file(entry.file()))
        .collect(Collectors.toSet());
  }

  @FunctionalInterface
  private interface Task<T> {
    T run() throws IOException, SQLException;
  }

  private static <T> T told(String object, Task<T> task) {
    try {
      return task.run();
    } catch (IOException | SQLException e) {
      throw Failures.of(object, e);
    }
  }
}
