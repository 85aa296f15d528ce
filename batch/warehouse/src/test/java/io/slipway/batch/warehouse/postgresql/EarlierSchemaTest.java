package io.slipway.batch.warehouse.postgresql;

import static io.slipway.batch.warehouse.Generation.SET;
import static io.slipway.batch.warehouse.Generation.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.Generation;
import io.slipway.batch.warehouse.Predecessor;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A look-up service may be newer than the program that made the schema, and migrates nothing. */
@WithPostgres
class EarlierSchemaTest {
  private final TestDatabase database;

  EarlierSchemaTest(PostgresServer server) throws SQLException {
    this.database = TestDatabase.in(server);
  }

  @Test
  void whereTheSchemaKnowsNoSummariesThereIsNoneAndPredictionsAreFound() throws Exception {
    try (Warehouse warehouse = PostgresWarehouse.open(database.config())) {
      SetVersion version = Generation.of(1).publishIn(warehouse);
      database.run(
          "ALTER TABLE %s DROP COLUMN summary"
              .formatted(new Names(database.config().schema()).versions()));
      assertThat(warehouse.summary(SET, version.setId())).isEmpty();
      assertThat(warehouse.find(SET, List.of(key(1))).orElseThrow().version().setId())
          .isEqualTo(version.setId());
    }
  }

  @Test
  void aSchemaThatKnowsNotWhatWasReplacedIsMigratedAndKnowsItFromThenOn() throws Exception {
    try (Warehouse warehouse = PostgresWarehouse.open(database.config())) {
      SetVersion one = Generation.of(1).publishIn(warehouse);
      database.forgetReplaced();
      SetVersion two = Generation.of(2).publishIn(warehouse);

      PostgresWarehouse.migrate(database.config());

      SetVersion three = Generation.of(3).publishIn(warehouse);
      assertThat(warehouse.replaced(SET, two.setId())).isEmpty();
      assertThat(Predecessor.of(warehouse, two).map(SetVersion::setId)).contains(one.setId());
      assertThat(warehouse.replaced(SET, three.setId())).contains(new Expected.At(two.setId()));
    }
  }
}
