package io.slipway.batch.warehouse.postgresql;

import static io.slipway.batch.warehouse.Generation.OUTPUTS;
import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.postgresql.KilledConnections.When;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A run is loaded, published and old ones are retired, while connections break. */
@WithPostgres
class KilledConnectionsTest {
  private static final boolean LONG = Boolean.getBoolean("slipway.long");
  private static final int ROWS = 230;

  private final TestDatabase database;

  KilledConnectionsTest(PostgresServer server) throws SQLException {
    this.database = TestDatabase.in(server);
  }

  /** All steps in the long build, and some there are none of; a few of them, by seed, else. */
  private static List<Integer> steps() {
    int all = 60;
    return LONG
        ? IntStream.rangeClosed(1, all).boxed().toList()
        : new Random(20261126).ints(8, 1, 40).boxed().toList();
  }

  @Test
  void whereverAConnectionBreaksTheRunIsPublishedOnceAndWhole() throws Exception {
    int number = 0;
    int killed = 0;
    for (When when : When.values()) {
      for (int step : steps()) {
        number++;
        KilledConnections connections = new KilledConnections(database, step, when);
        doUntilDone(connections, new Generation(number, ROWS));
        requirePublished(new Generation(number, ROWS), "killed %s step %d".formatted(when, step));
        killed += connections.hasKilled() ? 1 : 0;
      }
    }
    assertThat(killed).as("connections that were really killed").isGreaterThan(number / 2);
  }

  private void doUntilDone(KilledConnections connections, Generation generation) throws Exception {
    try (Warehouse warehouse = new PostgresWarehouse(database.config(), connections.source())) {
      // One kill, and what was broken off is done once more.
      for (int attempt = 1; ; attempt++) {
        try {
          generation.publishIn(warehouse);
          warehouse.retireAllBut(SET, 2);
          warehouse.sweep(SET, Duration.ZERO);
          return;
        } catch (WarehouseException e) {
          assertThat(e.kind()).as(e.toString()).isEqualTo(Kind.UNAVAILABLE);
          assertThat(attempt).isLessThan(3);
        }
      }
    }
  }

  private void requirePublished(Generation generation, String when) throws Exception {
    try (Warehouse warehouse = PostgresWarehouse.open(database.config())) {
      List<String> keys = IntStream.range(0, ROWS).mapToObj(Generation::key).toList();
      Answer answer = warehouse.find(SET, keys).orElseThrow();
      assertThat(answer.version().run()).as(when).isEqualTo(generation.run());
      assertThat(answer.version().counts()).as(when).isEqualTo(generation.counts());
      assertThat(answer.predictions()).as(when).hasSize(ROWS);
      assertThat(answer.predictions().values())
          .as(when)
          .allMatch(one -> Objects.equals(one.values().get("generation"), generation.number()));
      List<SetVersion> versions = warehouse.versions(SET);
      assertThat(versions.stream().filter(v -> v.run().equals(generation.run())))
          .as(when)
          .hasSize(1);
      assertThat(database.partitions())
          .as("tables, %s", when)
          .isEqualTo(versions.stream().filter(v -> v.state().isWhole()).count());
    }
  }

  @Test
  void aConnectionThatBreaksWhileRowsFlowLeavesNothing() throws Exception {
    try (Warehouse warehouse = PostgresWarehouse.open(database.config())) {
      Generation one = Generation.of(1);
      RowSource source = one.source();
      RowSource breaking =
          () -> {
            try {
              database.run(
                  "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE"
                      + " 'COPY %' AND datname = current_database()");
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
            return source.next();
          };
      assertThatThrownBy(() -> warehouse.load(SET, one.run(), OUTPUTS, breaking, one.counts()))
          .isInstanceOfSatisfying(
              WarehouseException.class,
              e -> assertThat(e.kind()).as(e.toString()).isEqualTo(Kind.UNAVAILABLE));
      assertThat(warehouse.find(SET, List.of(key(0)))).isEmpty();
      assertThat(database.partitions()).isZero();
      assertThat(one.publishIn(warehouse).counts()).isEqualTo(one.counts());
    }
  }

  @Test
  void whatALoaderLeavesWhoseMachineIsGoneIsSwept() throws Exception {
    // It names the set version, makes its table, and is no more.
    try (Warehouse lost = new PostgresWarehouse(database.config(), new FewConnections(3));
        Warehouse warehouse = PostgresWarehouse.open(database.config())) {
      assertThatThrownBy(() -> Generation.of(1).loadInto(lost))
          .isInstanceOf(WarehouseException.class);
      assertThat(database.partitions()).isEqualTo(1);

      assertThat(warehouse.sweep(SET, Duration.ofHours(1))).as("too young to be given up").isZero();
      assertThat(warehouse.sweep(SET, Duration.ZERO)).isEqualTo(1);
      assertThat(database.partitions()).isZero();
      assertThat(Generation.of(1).publishIn(warehouse).counts())
          .isEqualTo(Generation.of(1).counts());
    }
  }

  /** So many, and then the network is gone. */
  private final class FewConnections extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;
    private int left;

    FewConnections(int left) {
      this.left = left;
      setUrl(database.config().url());
    }

    @Override
    public Connection getConnection() throws SQLException {
      if (left-- <= 0) {
        throw new SQLException("no route to host", "08001");
      }
      return getConnection(database.config().user(), "");
    }
  }

  @Test
  void aDetachThatWasBrokenOffIsEndedByTheNextSweep() throws Exception {
    try (Warehouse warehouse = PostgresWarehouse.open(database.config())) {
      SetVersion one = Generation.of(1).publishIn(warehouse);
      Generation.of(2).publishIn(warehouse);
      Thread.sleep(database.config().timing().grace());
      try (var reader = database.connect()) {
        reader.setAutoCommit(false);
        new Session(reader).run("SELECT count(*) FROM " + table());
        Thread retiring = Thread.ofVirtual().start(() -> tryToRetire(warehouse, one));
        Awaitility.await().until(this::isWaitingForTheReader);
        database.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE '%DETACH"
                + " PARTITION%' AND pid <> pg_backend_pid()");
        retiring.join();
        // Readers go on meanwhile.
        assertThat(warehouse.find(SET, List.of(key(0))).orElseThrow().predictions()).hasSize(1);
        reader.rollback();
      }
      assertThat(database.partitions()).isEqualTo(2);
      assertThat(warehouse.sweep(SET, Duration.ZERO)).isEqualTo(1);
      assertThat(database.partitions()).isEqualTo(1);
    }
  }

  private static void tryToRetire(Warehouse warehouse, SetVersion version) {
    try {
      warehouse.retire(SET, version.setId());
    } catch (WarehouseException e) {
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  private String table() {
    return new Names(database.config().schema()).table(SET);
  }

  private boolean isWaitingForTheReader() throws SQLException {
    try (var connection = database.connect()) {
      return new Session(connection)
              .first(
                  "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%DETACH PARTITION%' AND"
                      + " wait_event_type = 'Lock' AND pid <> pg_backend_pid()",
                  row -> row.getLong(1))
              .orElseThrow()
          == 1;
    }
  }
}
