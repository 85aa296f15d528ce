package io.slipway.batch.parquet;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * A DuckDB without a file of its own, for the work on one Parquet file. It takes so much memory and
 * goes on in a folder beside the file then; it is one thread, so that rows keep their order and a
 * pod of one processor is all it needs.
 */
final class Session implements AutoCloseable {
  private static final String MEMORY = "256MB";

  private final DuckDBConnection connection;
  private final Path aside;

  private Session(DuckDBConnection connection, Path aside) {
    this.connection = connection;
    this.aside = aside;
  }

  /**
   * @param file of which it will be
   */
  static Session of(Path file) throws SQLException {
    Path aside = file.toAbsolutePath().resolveSibling("." + file.getFileName() + ".aside");
    Properties properties = new Properties();
    properties.setProperty("threads", "1");
    properties.setProperty("memory_limit", MEMORY);
    properties.setProperty("temp_directory", aside.toString());
    // Nothing is fetched from anywhere: Parquet is built in.
    properties.setProperty("autoinstall_known_extensions", "false");
    return new Session(
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", properties), aside);
  }

  DuckDBConnection connection() {
    return connection;
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A file's name within a statement. */
  static String text(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
  }

  /** A file to be read: no name is a pattern. */
  static String literal(Path file) {
    return text(Path.of(file.toAbsolutePath().toString().replaceAll("[\\[*?]", "[$0]")));
  }

  /** What it says, with what to do. */
  static IOException failure(String what, Path file, SQLException e) {
    String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    boolean full = words.contains("No space left") || words.contains("max_temp_directory_size");
    return new IOException(
        full
            ? "%s cannot be %s: the disk has no room left; enlarge the volume and try again"
                .formatted(file, what)
            : "%s cannot be %s (%s)".formatted(file, what, words),
        e);
  }

  @Override
  public void close() throws SQLException, IOException {
    connection.close();
    try {
      Files.deleteIfExists(aside);
    } catch (DirectoryNotEmptyException e) {
      return; // it is not of this session alone
    }
  }
}
