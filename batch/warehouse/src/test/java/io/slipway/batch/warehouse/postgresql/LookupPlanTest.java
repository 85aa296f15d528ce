package io.slipway.batch.warehouse.postgresql;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What look-ups ask of PostgreSQL's planner, in its own words. */
@WithPostgres
class LookupPlanTest {
  /**
   * The driver names a statement, which the server then keeps, when it has been used five times.
   */
  private static final int LOOK_UPS = 20;

  private static final int UNNAMED = 5;

  private final TestDatabase database;

  LookupPlanTest(PostgresServer server) throws SQLException {
    this.database = TestDatabase.in(server);
  }

  private record Plans(long custom, long generic) {}

  @Test
  void onePlanIsForAllKeysAndFindsASetThatIsPublishedLater() throws Exception {
    try (Warehouse writer = PostgresWarehouse.open(database.config());
        HikariDataSource pool = PostgresWarehouse.pool(ofOneConnection())) {
      Reading reading = new Reading(new Work(pool), new Names(database.config().schema()));
      SetVersion first = Generation.of(1).publishIn(writer);
      for (int row = 0; row < LOOK_UPS; row++) {
        assertThat(reading.find(SET, List.of(key(row))).orElseThrow().version()).isEqualTo(first);
      }
      assertThat(plans(pool)).isEqualTo(new Plans(0, LOOK_UPS - UNNAMED + 1));

      SetVersion second = Generation.of(2).publishIn(writer);

      Answer answer = reading.find(SET, List.of(key(7))).orElseThrow();
      assertThat(answer.version()).isEqualTo(second);
      assertThat(Objects.requireNonNull(answer.predictions().get(key(7))).values())
          .containsEntry("generation", 2);
      assertThat(plans(pool).custom()).isZero();
    }
  }

  /** Plans are a connection's. */
  private PostgresConfig ofOneConnection() {
    PostgresConfig usual = database.config();
    return new PostgresConfig(
        usual.url(), usual.user(), usual.password(), usual.schema(), 1, usual.timing());
  }

  private static Plans plans(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return new Session(connection)
          .first(
              "SELECT sum(custom_plans), sum(generic_plans) FROM pg_prepared_statements WHERE"
                  + " statement LIKE '%= ANY%'",
              row -> new Plans(row.getLong(1), row.getLong(2)))
          .orElseThrow();
    }
  }
}
