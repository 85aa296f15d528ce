package io.slipway.batch.warehouse.parquet;

import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.duckdb.PredictionTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * Sorts rows by their key into Parquet files. They are in a table in a folder of this machine
 * meanwhile, twice, so that no number of them has to fit in the memory. Sorted, with small groups
 * of rows, a key is in one group of one file, which every engine finds by the footers.
 *
 * @param folder of this machine, with room
 */
record SortedParts(Path folder, List<Output> outputs) {
  private static final String SORTED = "sorted";
  private static final String MEMORY = "512MB";

  /** So many rows a file: some hundred megabytes where rows are narrow. */
  private static final long ROWS_OF_A_PART = 5_000_000;

  private static final int ROWS_OF_A_GROUP = 20_480;

  SortedParts {
    outputs = List.copyOf(outputs);
  }

  /** What is done with a finished file, which goes away afterwards. */
  @FunctionalInterface
  interface Finished {
    void part(Path file) throws IOException;
  }

  record Written(Counts counts, List<Manifest.Part> parts) {
    Written {
      parts = List.copyOf(parts);
    }
  }

  /**
   * @param object for refusals
   * @param expected what must have come before anything is finished
   */
  Written write(String object, RowSource rows, Counts expected, Finished finished)
      throws SQLException, IOException, InterruptedException {
    try (DuckDBConnection connection = open()) {
      Counts came;
      try (PredictionTable table = PredictionTable.create(connection, outputs)) {
        came = append(table, rows);
      }
      if (!came.equals(expected)) {
        throw WarehouseException.invalid(
            object,
            "%s came, and there should be %s".formatted(came, expected),
            "see that all parts of the run are there, then load it again; nothing was kept");
      }
      run(
          connection,
          "CREATE TABLE %s AS SELECT * FROM %s ORDER BY %s"
              .formatted(SORTED, PredictionTable.NAME, Output.KEY));
      requireDistinct(connection, object);
      return new Written(came, parts(connection, came.rows(), finished));
    }
  }

  private DuckDBConnection open() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("threads", "1"); // rows keep their order
    properties.setProperty("memory_limit", MEMORY);
    properties.setProperty("temp_directory", folder.resolve("aside").toString());
    properties.setProperty("autoinstall_known_extensions", "false");
    return (DuckDBConnection)
        DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("rows.duckdb"), properties);
  }

  private static Counts append(PredictionTable table, RowSource rows)
      throws SQLException, IOException, InterruptedException {
    Counts counts = Counts.NONE;
    for (Optional<Rows> next = rows.next(); next.isPresent(); next = rows.next()) {
      table.append(next.get());
      counts = counts.plus(next.get().counts());
    }
    return counts;
  }

  private static void requireDistinct(DuckDBConnection connection, String object)
      throws SQLException {
    String sql =
        "SELECT %1$s FROM (SELECT %1$s, lead(%1$s) OVER (ORDER BY rowid) AS following FROM %2$s) WHERE %1$s = following LIMIT 1"
            .formatted(Output.KEY, SORTED);
    try (Statement statement = connection.createStatement();
        ResultSet twice = statement.executeQuery(sql)) {
      if (twice.next()) {
        throw WarehouseException.invalid(
            object,
            "a key has several rows (%s)".formatted(Quoted.of(twice.getString(1))),
            "make the key columns tell the rows of the input apart; nothing was kept");
      }
    }
  }

  private List<Manifest.Part> parts(DuckDBConnection connection, long rows, Finished finished)
      throws SQLException, IOException {
    List<Manifest.Part> parts = new ArrayList<>();
    for (long from = 0; from == 0 || from < rows; from += ROWS_OF_A_PART) {
      Manifest.Part part =
          new Manifest.Part(
              "part-%05d.parquet".formatted(parts.size()), Math.min(ROWS_OF_A_PART, rows - from));
      Path file = folder.resolve(part.file());
      run(
          connection,
          "COPY (SELECT * FROM %s WHERE rowid >= %d AND rowid < %d ORDER BY rowid) TO '%s' (FORMAT parquet, ROW_GROUP_SIZE %d)"
              .formatted(
                  SORTED,
                  from,
                  from + part.rows(),
                  file.toString().replace("'", "''"),
                  ROWS_OF_A_GROUP));
      finished.part(file);
      parts.add(part);
    }
    return parts;
  }

  private static void run(DuckDBConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
