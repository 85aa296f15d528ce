package io.slipway.batch.warehouse.postgresql;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A reader that is held up within its statement. */
@WithPostgres
class SlowReaderTest {
  private final TestDatabase database;

  SlowReaderTest(PostgresServer server) throws SQLException {
    TestDatabase usual = TestDatabase.in(server);
    PostgresConfig config = usual.config();
    this.database =
        new TestDatabase(
            new PostgresConfig(
                config.url(),
                config.user(),
                config.password(),
                config.schema(),
                config.connections(),
                new Timing(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(1))));
  }

  /** It knows which partitions there are by then, and not yet where the pointer is. */
  @Test
  void aPointerThatMovesWhileAReaderIsPlannedLeadsItToNoGap() throws Exception {
    try (Warehouse warehouse = PostgresWarehouse.open(database.config());
        var other = database.connect()) {
      SetVersion one = Generation.of(1).publishIn(warehouse);
      other.setAutoCommit(false);
      new Session(other)
          .run(
              "LOCK TABLE %s IN ACCESS EXCLUSIVE MODE"
                  .formatted(new Names(database.config().schema()).partition(one.setId(), 1)));
      CompletableFuture<Answer> reader =
          CompletableFuture.supplyAsync(
              () -> warehouse.find(SET, List.of(key(0), key(1))).orElseThrow());
      Awaitility.await().until(this::someoneWaitsForALock);
      Generation.of(2).publishIn(warehouse);
      other.rollback();

      assertThat(reader.get().predictions()).hasSize(2);
    }
  }

  private boolean someoneWaitsForALock() throws SQLException {
    try (var connection = database.connect()) {
      return new Session(connection)
              .first(
                  "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname"
                      + " = current_database()",
                  row -> row.getLong(1))
              .orElseThrow()
          == 1;
    }
  }
}
