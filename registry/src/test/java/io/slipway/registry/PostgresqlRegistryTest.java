package io.slipway.registry;

import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.sql.SQLException;
import java.util.Map;

/** The same, with a real PostgreSQL. */
@WithPostgres
class PostgresqlRegistryTest extends RegistryContract {
  private final Map<String, String> settings;

  PostgresqlRegistryTest(PostgresServer server) throws SQLException {
    this.settings =
        Map.of(
            "SLIPWAY_REGISTRY_DATABASE_URL", server.newDatabase(),
            "SLIPWAY_REGISTRY_DATABASE_USER", server.user());
  }

  @Override
  Map<String, String> database() {
    return settings;
  }
}
