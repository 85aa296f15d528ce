package io.slipway.batch.warehouse.jdbc;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.database.MissingDriverException;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseContract;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On H2. */
class JdbcWarehouseTest extends WarehouseContract {
  private final H2Database h2;

  JdbcWarehouseTest() throws IOException, MissingDriverException, SQLException {
    this.h2 = H2Database.open();
  }

  @AfterEach
  void end() throws SQLException {
    h2.close();
  }

  @Override
  protected Warehouse open() {
    return JdbcWarehouse.open(h2.database());
  }

  /** A reader that comes too late for a table looks again. */
  @Override
  protected void awaitReadersEnd() {}

  @Override
  protected void makeAsBefore() throws Exception {
    FormerRow.write(h2.database().connect());
  }

  /** H2 keeps no sign of it. */
  @Override
  protected double negativeZero() {
    return 0.0;
  }

  @Test
  void whoKnowsSqlFindsTheTableInTheRowOfTheSetWithoutQuotes() throws Exception {
    try (Warehouse warehouse = open();
        Statement statement = h2.kept().createStatement()) {
      SetVersion version = Generation.of(1).publishIn(warehouse);
      String table;
      try (ResultSet row =
          statement.executeQuery(
              "SELECT current_set_id, current_table FROM slipway_sets WHERE set_name ="
                  + " 'daily-churn'")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong(1)).isEqualTo(version.setId());
        table = row.getString(2);
      }
      assertThat(table).hasSizeLessThanOrEqualTo(30);
      try (ResultSet row =
          statement.executeQuery(
              "SELECT \"score\", prediction_error FROM %s WHERE prediction_key = '%s'"
                  .formatted(table, key(7)))) {
        assertThat(row.next()).isTrue();
        assertThat(row.getDouble(1)).isEqualTo(1.007);
        assertThat(row.getString(2)).isNull();
      }
    }
  }

  @Test
  void aLoaderThatAnotherHasOvertakenIsToldSoAndTheOtherOneCounts() throws Exception {
    Generation one = Generation.of(1);
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch overtaken = new CountDownLatch(1);
    try (Warehouse slow = open();
        Warehouse quick = open();
        ExecutorService loader = Executors.newVirtualThreadPerTaskExecutor()) {
      RowSource rows = one.source();
      RowSource waiting =
          () -> {
            reached.countDown();
            overtaken.await();
            return rows.next();
          };
      Future<Kind> told =
          loader.submit(
              () -> {
                try {
                  slow.load(SET, one.run(), Generation.OUTPUTS, waiting, one.counts());
                  throw new AssertionError("nobody stopped it");
                } catch (WarehouseException e) {
                  return e.kind();
                }
              });
      reached.await();
      RowSource last = one.source();
      RowSource overtaking =
          () -> {
            // From now on the slow one has no table, and the quick one is not yet at its end.
            overtaken.countDown();
            waitFor(told);
            return last.next();
          };
      SetVersion loaded = quick.load(SET, one.run(), Generation.OUTPUTS, overtaking, one.counts());
      assertThat(told.get()).isEqualTo(Kind.BUSY);
      quick.publish(SET, loaded.setId(), new Expected.Nothing());
      assertThat(quick.find(SET, List.of(key(0), key(249))).orElseThrow().predictions()).hasSize(2);
      assertThat(tables()).isEqualTo(1);
    }
  }

  private static void waitFor(Future<Kind> told) throws IOException, InterruptedException {
    try {
      told.get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  private long tables() throws SQLException {
    try (Statement statement = h2.kept().createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM information_schema.tables WHERE table_name LIKE"
                    + " 'SLIPWAY\\_R\\_%'")) {
      count.next();
      return count.getLong(1);
    }
  }

  @Test
  void aKeyThatNoIndexTakesEverywhereIsRefused() {
    String key = "k".repeat(451);
    try (Warehouse warehouse = open()) {
      assertThatThrownBy(
              () ->
                  warehouse.load(
                      SET,
                      Generation.of(1).run(),
                      List.of(new Output("score", DataType.FP64)),
                      RowSource.of(
                          List.of(
                              Rows.scored(
                                  Column.ofStrings("key", key),
                                  Batch.of(Column.ofDoubles("score", 1))))),
                      new Counts(1, 0)))
          .isInstanceOfSatisfying(
              WarehouseException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
          .hasMessageContaining("its key has 451 bytes, and here keys have 450 at most");
    }
  }

  @Test
  void moreRowsThanATransactionHoldsAreAllThere() throws Exception {
    Generation many = new Generation(1, 21_001);
    try (Warehouse warehouse = open()) {
      SetVersion version = many.publishIn(warehouse);
      assertThat(version.counts()).isEqualTo(new Counts(21_001, 0));
      assertThat(
              warehouse
                  .find(SET, List.of(key(0), key(10_000), key(21_000)))
                  .orElseThrow()
                  .predictions())
          .hasSize(3);
    }
  }
}
