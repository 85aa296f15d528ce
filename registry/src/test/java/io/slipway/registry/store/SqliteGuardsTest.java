package io.slipway.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteGuardsTest extends HistoryGuards {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("new/registry.db");
  }

  @Override
  DatabaseConfig empty() {
    return new DatabaseConfig.Sqlite(file());
  }

  @Override
  Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + file());
  }

  @Test
  void whatWasAnsweredForOutlivesAPowerCut() throws Exception {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var mode = statement.executeQuery("PRAGMA journal_mode")) {
      assertThat(mode.getString(1)).isEqualTo("wal");
    }
    try (Database database = Database.open(new DatabaseConfig.Sqlite(folder.resolve("a.db")))) {
      // 2 is FULL: the log is synced at every commit.
      assertThat(
              database.<Integer, RuntimeException>write(
                  session ->
                      session
                          .first("PRAGMA synchronous", row -> row.integer("synchronous"))
                          .orElseThrow()))
          .isEqualTo(2);
    }
  }
}
