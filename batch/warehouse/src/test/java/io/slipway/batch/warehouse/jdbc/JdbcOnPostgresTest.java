package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.database.Database;
import io.slipway.batch.database.MissingDriverException;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseContract;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** On PostgreSQL, of which nothing is known here: names, types and locks are not those of H2. */
@WithPostgres
class JdbcOnPostgresTest extends WarehouseContract {
  private final Database database;

  JdbcOnPostgresTest(PostgresServer server)
      throws SQLException, IOException, MissingDriverException {
    this.database =
        H2Database.database(server.newDatabase(), Optional.of(server.user()), Optional.of("none"));
  }

  @Override
  protected Warehouse open() {
    return JdbcWarehouse.open(database);
  }

  /** A reader that comes too late for a table looks again. */
  @Override
  protected void awaitReadersEnd() {}

  @Override
  protected void makeAsBefore() throws Exception {
    FormerRow.write(database.connect());
  }
}
