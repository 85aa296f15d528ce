package io.slipway.batch.warehouse.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Makes and drops tables of ours in the schema that the connection begins in. There is no standard
 * way to do so only where one is not or is there: what fails is looked at again.
 */
record TableList(Connection connection, Dialect dialect) {

  /** In seconds; a table is not dropped while somebody is at it, and whoever asks does not wait. */
  private static final int PATIENCE = 20;

  /**
   * Makes a table if it is not there; of two who make it at once, neither fails.
   *
   * @param parts columns and constraints
   */
  void create(String name, List<String> parts) throws SQLException {
    if (has(name)) {
      return;
    }
    try {
      run("CREATE TABLE " + dialect.ours(name) + " (" + String.join(", ", parts) + ")");
    } catch (SQLException e) {
      if (!has(name, e)) {
        throw e;
      }
    }
  }

  /** It is gone afterwards, whether it was there or not. */
  void drop(String name) throws SQLException {
    try {
      run("DROP TABLE " + dialect.ours(name));
    } catch (SQLException e) {
      if (has(name, e)) {
        throw e;
      }
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false); // names may have braces
      statement.setQueryTimeout(PATIENCE);
      statement.executeUpdate(sql);
    }
  }

  /** Looks again after a failure, which is the one to tell if that is not possible either. */
  private boolean has(String name, SQLException failure) throws SQLException {
    try {
      return has(name);
    } catch (SQLException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  /** The name is a pattern in which _ is any character, so that each found one is looked at. */
  private boolean has(String name) throws SQLException {
    String[] anyKind = null; // the standard's word for tables is not every driver's
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(
                connection.getCatalog(), connection.getSchema(), dialect.stored(name), anyKind)) {
      while (tables.next()) {
        if (tables.getString("TABLE_NAME").equalsIgnoreCase(name)) {
          return true;
        }
      }
      return false;
    }
  }
}
