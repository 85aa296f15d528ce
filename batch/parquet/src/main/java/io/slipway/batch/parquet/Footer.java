package io.slipway.batch.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

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

  /** Its groups of rows, in their order. */
  static List<RowGroup> rowGroups(Session session, Path file) throws SQLException {
    List<RowGroup> groups = new ArrayList<>();
    try (Statement statement = session.connection().createStatement();
        ResultSet chunks =
            statement.executeQuery(
                """
                SELECT row_group_id, row_group_num_rows, path_in_schema, data_page_offset,
                  dictionary_page_offset, total_compressed_size
                FROM parquet_metadata(%s) ORDER BY row_group_id, column_id
                """
                    .formatted(Session.literal(file)))) {
      long rows = 0;
      while (chunks.next()) {
        if (chunks.getInt(1) == groups.size()) {
          groups.add(new RowGroup(rows, chunks.getLong(2), new ArrayList<>()));
          rows += chunks.getLong(2);
        }
        long data = chunks.getLong(4);
        long dictionary = chunks.getLong(5);
        // Some writers say 0 where there is none.
        long from = dictionary > 0 ? Math.min(data, dictionary) : data;
        groups
            .getLast()
            .chunks()
            .add(new RowGroup.Chunk(chunks.getString(3), from, from + chunks.getLong(6)));
      }
    }
    return groups;
  }

  /** The columns and their types, as DuckDB names these. */
  static List<FileColumn> columns(Session session, Path file) throws SQLException {
    List<FileColumn> columns = new ArrayList<>();
    try (Statement statement = session.connection().createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM %s)"
                    .formatted(table(file)))) {
      while (result.next()) {
        columns.add(new FileColumn(result.getString(1), result.getString(2)));
      }
    }
    return columns;
  }

  /** The columns' names as the file has them, in the order of {@link #columns}. */
  static List<String> names(Session session, Path file) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = session.connection().createStatement();
        ResultSet elements =
            statement.executeQuery(
                "SELECT name, coalesce(num_children, 0) FROM parquet_schema(%s)"
                    .formatted(Session.literal(file)))) {
      // A tree, each element before those below it; the root is first.
      long below = 0;
      boolean isRoot = true;
      while (elements.next()) {
        if (isRoot) {
          isRoot = false;
          continue;
        }
        if (below == 0) {
          names.add(elements.getString(1));
        } else {
          below--;
        }
        below += elements.getLong(2);
      }
    }
    return names;
  }

  /** A file as a table that has its own columns and nothing from its path. */
  static String table(Path file) {
    return "read_parquet(%s, hive_partitioning = false)".formatted(Session.literal(file));
  }
}
