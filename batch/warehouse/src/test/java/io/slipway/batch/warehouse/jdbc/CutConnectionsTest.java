package io.slipway.batch.warehouse.jdbc;

import static io.slipway.batch.warehouse.Generation.OUTPUTS;
import static io.slipway.batch.warehouse.Generation.SET;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.database.MissingDriverException;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.jdbc.CutConnections.EndError;
import io.slipway.batch.warehouse.jdbc.CutConnections.Ending;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A run is loaded, published and old ones are retired, and it ends before or after each step. */
class CutConnectionsTest {
  private static final int ROWS = 40;
  private static final List<String> KEYS =
      IntStream.range(0, ROWS).mapToObj(Generation::key).toList();

  private final H2Database h2;

  CutConnectionsTest() throws IOException, MissingDriverException, SQLException {
    this.h2 = H2Database.open();
  }

  @AfterEach
  void end() throws SQLException {
    h2.close();
  }

  @Test
  void whereverAProcessEndsTheNextOneBringsTheRunToItsEndAndLeavesNothing() throws Exception {
    int number = 1;
    while (isEnded(number)) {
      try (Warehouse next = JdbcWarehouse.open(h2.database())) {
        requireOneWholeGeneration(next, number);
        publish(next, number);
        requirePublished(next, number);
      }
      number++;
    }
    assertThat(number).as("steps at which a process was ended").isGreaterThan(40);
  }

  private boolean isEnded(int number) throws Exception {
    CutConnections cut = new CutConnections(h2.database()::connect, number, Ending.PROCESS);
    try (Warehouse warehouse = JdbcWarehouse.open(cut, Clock.systemUTC())) {
      publish(warehouse, number);
      return cut.hasCut();
    } catch (EndError _) {
      return true;
    }
  }

  @Test
  void whereverAConnectionBreaksTheRunIsPublishedOnceAndWhole() throws Exception {
    int number = 1;
    while (isBroken(number)) {
      try (Warehouse next = JdbcWarehouse.open(h2.database())) {
        requirePublished(next, number);
      }
      number++;
    }
    assertThat(number).as("steps at which a connection broke").isGreaterThan(40);
  }

  /** What was broken off is done once more. */
  private boolean isBroken(int number) throws Exception {
    CutConnections cut = new CutConnections(h2.database()::connect, number, Ending.CONNECTION);
    for (int attempt = 1; ; attempt++) {
      try (Warehouse warehouse = JdbcWarehouse.open(cut, Clock.systemUTC())) {
        publish(warehouse, number);
        return cut.hasCut();
      } catch (WarehouseException e) {
        assertThat(e.kind()).as(e.toString()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(attempt).isEqualTo(1);
      }
    }
  }

  private static void publish(Warehouse warehouse, int number) throws Exception {
    Generation generation = new Generation(number, ROWS);
    SetVersion loaded =
        warehouse.load(
            SET,
            generation.run(),
            OUTPUTS,
            generation.source(),
            new Contents(generation.counts(), Optional.of("{\"number\":" + number + "}")));
    warehouse.publish(SET, loaded.setId(), Generation.current(warehouse));
    warehouse.retireAllBut(SET, 2);
    warehouse.sweep(SET, Duration.ZERO);
  }

  /** Readers get the one before or the new one, and all of it. */
  private static void requireOneWholeGeneration(Warehouse warehouse, int number) {
    warehouse
        .find(SET, KEYS)
        .ifPresent(
            answer -> {
              assertThat(answer.predictions()).as("run %d", number).hasSize(ROWS);
              assertThat(answer.version().run().id()).isIn("run-" + number, "run-" + (number - 1));
            });
  }

  private void requirePublished(Warehouse warehouse, int number) throws SQLException {
    Answer answer = warehouse.find(SET, KEYS).orElseThrow();
    assertThat(answer.version().run()).isEqualTo(new Generation(number, ROWS).run());
    assertThat(answer.predictions().values())
        .as("run %d", number)
        .hasSize(ROWS)
        .allMatch(one -> Integer.valueOf(number).equals(one.values().get("generation")));
    List<SetVersion> versions = warehouse.versions(SET);
    assertThat(versions.stream().filter(v -> v.run().id().equals("run-" + number))).hasSize(1);
    assertThat(versions.stream().filter(SetVersion::current)).hasSize(1);
    assertThat(warehouse.summary(SET, answer.version().setId()))
        .contains("{\"number\":" + number + "}");
    long whole = versions.stream().filter(v -> v.state().isWhole()).count();
    assertThat(count("SELECT count(*) FROM slipway_tables"))
        .as("tables that are written down after run %d", number)
        .isEqualTo(whole);
    assertThat(
            count(
                "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE"
                    + " 'SLIPWAY\\_R\\_%'"))
        .as("tables of rows after run %d", number)
        .isEqualTo(whole);
  }

  private long count(String sql) throws SQLException {
    try (Statement statement = h2.kept().createStatement();
        ResultSet count = statement.executeQuery(sql)) {
      count.next();
      return count.getLong(1);
    }
  }
}
