package io.slipway.batch.query;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A query as a table of others, and the columns that it has.
 *
 * @param source what follows FROM
 * @param quote what the database puts around names that are to be taken as they are
 */
record QueryTable(String source, String quote, List<String> columns) {
  private static final String ALIAS = "q";

  QueryTable {
    columns = List.copyOf(columns);
  }

  /**
   * @param sql a SELECT; a semicolon at its end is left out
   */
  static QueryTable of(Connection connection, String sql) throws SQLException {
    // A line end before the bracket: the query may end with a comment.
    String source = "(%s\n) %s".formatted(sql.strip().replaceAll("[;\\s]+$", ""), ALIAS);
    String quote = connection.getMetaData().getIdentifierQuoteString().strip();
    List<String> columns = new ArrayList<>();
    // Not prepared: there are operators with a question mark, which drivers take for a parameter.
    try (Statement statement = connection.createStatement();
        ResultSet nothing = statement.executeQuery("SELECT * FROM " + source + " WHERE 1 = 0")) {
      ResultSetMetaData meta = nothing.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(meta.getColumnLabel(i));
      }
    }
    return new QueryTable(source, quote, columns);
  }

  /**
   * The column of a name: this very one, else the only one that differs in capital letters at most,
   * for databases make large or small letters of names that nobody quotes.
   */
  Optional<String> column(String name) {
    if (columns.contains(name)) {
      return Optional.of(name);
    }
    List<String> alike = columns.stream().filter(name::equalsIgnoreCase).toList();
    return alike.size() == 1 ? Optional.of(alike.getFirst()) : Optional.empty();
  }

  /** As {@link #column}, of one that has to be there. */
  String required(String name) throws QueryException {
    return column(name)
        .orElseThrow(
            () ->
                QueryException.invalid(
                    "it has no column %s; it has %s: select it, or name one of these"
                        .formatted(name, columns)));
  }

  /** How the column is written in a statement. */
  String reference(String column) {
    return ALIAS + "." + quote + column.replace(quote, quote + quote) + quote;
  }
}
