package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.database.Database;
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
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import io.slipway.batch.warehouse.catalogue.History;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A warehouse in any database, in the schema that its connections begin in. It is made for runs
 * that load and publish: every call opens connections of its own.
 */
public final class JdbcWarehouse implements Warehouse {
  /** How often a reader finds that what it was about to read was just retired. */
  private static final int TRIES = 10;

  private final Connections connections;
  private final Dialect dialect;
  private final Clock clock;

  private JdbcWarehouse(Connections connections, Dialect dialect, Clock clock) {
    this.connections = connections;
    this.dialect = dialect;
    this.clock = clock;
  }

  /**
   * Opens it, and makes the tables of sets where they are not there.
   *
   * @throws WarehouseException when the database is away or does not allow it
   */
  public static JdbcWarehouse open(Database database) {
    return open(database::connect, Clock.systemUTC());
  }

  static JdbcWarehouse open(Connections connections, Clock clock) {
    return told(
        "the warehouse",
        () -> {
          try (Connection connection = connections.open()) {
            Dialect dialect = Dialect.of(connection.getMetaData());
            Session session = new Session(connection);
            SetRow.prepare(session, dialect);
            RowTables.prepare(session, dialect);
            return new JdbcWarehouse(connections, dialect, clock);
          }
        });
  }

  private SetRow row(SetName set) {
    return new SetRow(connections, dialect, set);
  }

  private RowTables tables(SetName set) {
    return new RowTables(connections, dialect, set);
  }

  @Override
  public SetVersion load(
      SetName set, Run run, List<Output> outputs, RowSource rows, Contents contents)
      throws IOException, InterruptedException {
    Output.requireDistinct(outputs);
    dialect.requireNames(outputs);
    return new JdbcLoader(row(set), tables(set), clock, run, outputs).load(rows, contents);
  }

  @Override
  public SetVersion publish(SetName set, long setId, Expected expected) {
    return told(
        set.text(),
        () -> {
          Catalogue after =
              row(set).change(catalogue -> catalogue.moved(set, setId, expected, clock.instant()));
          return after.version(set, after.entry(set, setId));
        });
  }

  @Override
  public SetVersion retire(SetName set, long setId) {
    return told(
        set.text(),
        () -> {
          Catalogue after = row(set).change(catalogue -> catalogue.retired(set, setId));
          tables(set).dropUnneeded();
          return after.version(set, after.entry(set, setId));
        });
  }

  @Override
  public List<SetVersion> retireAllBut(SetName set, int keep) {
    return told(
        set.text(),
        () -> {
          List<SetVersion> superseded = new ArrayList<>();
          row(set)
              .change(
                  catalogue -> {
                    superseded.clear(); // asked again
                    superseded.addAll(Retention.superseded(catalogue.versions(set), keep));
                    return catalogue.retired(set, superseded);
                  });
          tables(set).dropUnneeded();
          return superseded;
        });
  }

  /** Nothing tells whether somebody is at an unfinished load: the age has to be long. */
  @Override
  public int sweep(SetName set, Duration age) {
    return told(
        set.text(),
        () -> {
          Instant before = clock.instant().minus(age);
          row(set)
              .change(
                  catalogue -> {
                    Catalogue after = catalogue;
                    for (Entry entry : catalogue.unfinished(before)) {
                      after = after.with(entry.with(State.RETIRED));
                    }
                    return after;
                  });
          return tables(set).dropUnneeded();
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
    return new RowReading(connections, dialect, set).answer(catalogue, entry, keys);
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
    return told(set.text(), () -> row(set).read().versions(set));
  }

  @Override
  public Optional<Expected> replaced(SetName set, long setId) {
    return told(set.text(), () -> row(set).read().find(setId).flatMap(Entry::before));
  }

  @Override
  public Optional<String> summary(SetName set, long setId) {
    return told(
        set.text(),
        () -> {
          Optional<Entry> entry =
              row(set).read().find(setId).filter(found -> found.state().isWhole());
          return entry.isEmpty() ? Optional.empty() : tables(set).summary(entry.get().file());
        });
  }

  @Override
  public void ping() {
    told("the warehouse", () -> row(new SetName("none")).read());
  }

  /** Nothing is kept open. */
  @Override
  public void close() {}

  @FunctionalInterface
  private interface Read<T> {
    T of(Catalogue catalogue) throws SQLException;
  }

  /** A table may be dropped between the look at the catalogue and the one at its rows. */
  private <T> T reading(SetName set, Read<T> read) {
    return told(
        set.text(),
        () -> {
          for (int left = TRIES; ; left--) {
            Catalogue catalogue = row(set).read();
            try {
              return read.of(catalogue);
            } catch (SQLException e) {
              if (left == 0 || row(set).read().equals(catalogue)) {
                throw e;
              }
            }
          }
        });
  }

  @FunctionalInterface
  private interface Task<T> {
    T run() throws SQLException;
  }

  private static <T> T told(String object, Task<T> task) {
    try {
      return task.run();
    } catch (SQLException e) {
      throw Failures.of(object, e);
    }
  }
}
