package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** A DuckDB file of one set version: written once, then only read. */
final class RowFile {
  static final String TABLE = PredictionTable.NAME;

  /** Of one row, if it is there. */
  private static final String SUMMARY = "set_summary";

  private RowFile() {}

  static DuckDBConnection open(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("duckdb.read_only", "true");
    // A look-up is no work for several threads; many of them run at once.
    properties.setProperty("threads", "1");
    return (DuckDBConnection)
        DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), properties);
  }

  static Counts write(Path file, List<Output> outputs, RowSource rows, Optional<String> summary)
      throws SQLException, IOException, InterruptedException {
    try (DuckDBConnection connection =
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath())) {
      Counts counts;
      try (PredictionTable table = PredictionTable.create(connection, outputs)) {
        counts = append(table, rows);
      }
      run(connection, "CREATE UNIQUE INDEX by_key ON %s (%s)".formatted(TABLE, Output.KEY));
      if (summary.isPresent()) {
        keep(connection, summary.get());
      }
      run(connection, "CHECKPOINT");
      return counts;
    }
  }

  private static void keep(DuckDBConnection connection, String summary) throws SQLException {
    run(connection, "CREATE TABLE %s (document text NOT NULL)".formatted(SUMMARY));
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO %s VALUES (?)".formatted(SUMMARY))) {
      statement.setString(1, summary);
      statement.execute();
    }
  }

  /** Empty where none was kept. */
  static Optional<String> summary(DuckDBConnection connection) throws SQLException {
    if (!isThere(connection)) {
      return Optional.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT document FROM " + SUMMARY)) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    }
  }

  private static boolean isThere(DuckDBConnection connection) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, null, SUMMARY, null)) {
      return tables.next();
    }
  }

  private static void run(DuckDBConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Counts append(PredictionTable table, RowSource rows)
      throws SQLException, IOException, InterruptedException {
    Counts counts = Counts.NONE;
    Optional<Rows> next = rows.next();
    while (next.isPresent()) {
      table.append(next.get());
      counts = counts.plus(next.get().counts());
      next = rows.next();
    }
    return counts;
  }
}
