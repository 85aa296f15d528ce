package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
import io.slipway.testing.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A database of its own, with the schema in it. */
record TestDatabase(PostgresConfig config) {
  /** Readers of tests are quick. */
  private static final Timing TIMING =
      new Timing(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(2));

  static TestDatabase in(PostgresServer server) throws SQLException {
    PostgresConfig config =
        new PostgresConfig(
            "jdbc:" + server.newDatabase(), server.user(), "", "a \"schema\"", 4, TIMING);
    PostgresWarehouse.migrate(config);
    return new TestDatabase(config);
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(config.url(), config.user(), "");
  }

  void run(String sql) throws SQLException {
    try (Connection connection = connect()) {
      new Session(connection).run(sql);
    }
  }

  /** Makes the schema that programs made which kept no note of what a set version replaced. */
  void forgetReplaced() throws SQLException {
    Names names = new Names(config.schema());
    run("ALTER TABLE %s DROP COLUMN %s".formatted(names.versions(), VersionRow.REPLACED));
    run("DELETE FROM %s WHERE version = '3'".formatted(names.in("schema_history")));
  }

  /** How many tables hold rows of set versions, or did. */
  long partitions() throws SQLException {
    try (Connection connection = connect()) {
      return new Session(connection)
          .first(
              "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ ?",
              row -> row.getLong(1),
              Names.PARTITION_FORM)
          .orElseThrow();
    }
  }
}
