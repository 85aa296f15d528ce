package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseContract;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.sql.SQLException;

@WithPostgres
class PostgresWarehouseTest extends WarehouseContract {
  private final TestDatabase database;

  PostgresWarehouseTest(PostgresServer server) throws SQLException {
    this.database = TestDatabase.in(server);
  }

  @Override
  protected Warehouse open() {
    return PostgresWarehouse.open(database.config());
  }

  @Override
  protected void awaitReadersEnd() throws InterruptedException {
    Thread.sleep(database.config().timing().grace());
  }

  @Override
  protected void makeAsBefore() throws SQLException {
    database.forgetReplaced();
  }
}
