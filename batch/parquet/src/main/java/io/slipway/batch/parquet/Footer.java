package io.slipway.batch.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a Parquet file says of itself in its last bytes. */
final class Footer {
  private Footer() {}

  static long rows(Session session, Path file) throws SQLException, IOException {
    try (Statement statement = session.connection().createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT num_rows FROM parquet_file_metadata(%s)"
                    .formatted(Session.literal(file)))) {
      if (!result.next()) {
        throw new IOException(file + " says nothing of its rows");
      }
      return result.getLong(1);
    }
  }
}
