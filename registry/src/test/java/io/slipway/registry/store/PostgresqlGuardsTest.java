package io.slipway.registry.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.WithPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPostgres
class PostgresqlGuardsTest extends HistoryGuards {
  private final PostgresServer server;
  private final String url;

  PostgresqlGuardsTest(PostgresServer server) throws SQLException {
    this.server = server;
    this.url = "jdbc:" + server.newDatabase();
  }

  @Override
  DatabaseConfig empty() {
    return new DatabaseConfig.Postgresql(url, server.user(), "", 4);
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection(url, server.user(), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model_file", "rendition", "alias_event", "deployment_event", "audit"})
  void noTableIsEmptied(String table) throws Exception {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      assertThatThrownBy(() -> statement.execute("TRUNCATE " + table + " CASCADE"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("never change");
    }
  }

  @Test
  void connectionsThatBreakAreReplaced() throws Exception {
    try (Database database = Database.open(empty())) {
      database.ping();
      server.dropConnections();
      boolean answered = false;
      for (int attempt = 0; attempt < 5 && !answered; attempt++) {
        try {
          database.ping();
          answered = true;
        } catch (StoreException e) {
          assertThat(e.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        }
      }
      assertThat(answered).isTrue();
    }
  }
}
