package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.FormerCatalogue;
import io.slipway.batch.warehouse.Generation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

/** The row of a set as programs wrote it that kept no note of what a set version replaced. */
final class FormerRow {
  private FormerRow() {}

  /** In place of the one that is there; closes the connection. */
  static void write(Connection connection) throws SQLException, IOException {
    try (connection) {
      Session session = new Session(connection);
      String catalogue =
          session
              .list(
                  "SELECT catalogue FROM slipway_sets WHERE set_name = ?",
                  row -> row.getString(1),
                  Generation.SET.text())
              .getFirst();
      session.run(
          "UPDATE slipway_sets SET catalogue = ? WHERE set_name = ?",
          FormerCatalogue.of(catalogue),
          Generation.SET.text());
    }
  }
}
