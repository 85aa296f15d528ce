package io.slipway.batch.parquet;

import io.slipway.batch.input.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBPreparedStatement;

/** The rows of some neighbouring groups of rows. */
final class SliceRows implements AutoCloseable {
  private final String file;
  private final PartialCopy copy;
  private final Session session;
  private final DuckDBPreparedStatement statement;
  private final DuckDBChunkedResult result;
  private final RowJson json;
  private final long end;
  private long next;
  private int rowsInChunk;
  private int nextInChunk;

  private SliceRows(
      String file,
      PartialCopy copy,
      Session session,
      DuckDBPreparedStatement statement,
      DuckDBChunkedResult result,
      RowJson json,
      List<RowGroup> groups) {
    this.file = file;
    this.copy = copy;
    this.session = session;
    this.statement = statement;
    this.result = result;
    this.json = json;
    this.next = groups.getFirst().first();
    this.end = groups.getLast().first() + groups.getLast().rows();
  }

  static SliceRows open(
      String file,
      PartialCopy copy,
      Session session,
      List<FileColumn> columns,
      List<String> expressions,
      List<RowGroup> groups)
      throws SQLException {
    // DuckDB reads no group that has none of these rows: there are holes.
    String sql =
        """
        SELECT %s FROM read_parquet(%s, hive_partitioning = false, file_row_number = true)
        WHERE file_row_number >= %d AND file_row_number < %d
        """
            .formatted(
                Stream.concat(expressions.stream(), Stream.of("file_row_number"))
                    .collect(Collectors.joining(", ")),
                Session.literal(copy.path()),
                groups.getFirst().first(),
                groups.getLast().first() + groups.getLast().rows());
    DuckDBPreparedStatement statement =
        (DuckDBPreparedStatement) session.connection().prepareStatement(sql);
    return new SliceRows(
        file, copy, session, statement, statement.query(), new RowJson(columns), groups);
  }

  /**
   * @throws IOException also if fewer rows come than there should: DuckDB ends a result without a
   *     word when it cannot go on
   */
  Optional<Line> next() throws IOException {
    while (nextInChunk == rowsInChunk) {
      if (!result.nextChunk()) {
        if (next != end) {
          throw new IOException(
              "%s: row %d cannot be read: the file is damaged, or memory or disk ran out; see that other programs can read it, and try again"
                  .formatted(file, next));
        }
        return Optional.empty();
      }
      rowsInChunk = Math.toIntExact(result.chunk().rowCount());
      nextInChunk = 0;
    }
    byte[] row = json.row(result.chunk(), nextInChunk++);
    return Optional.of(new Line(file, Line.Unit.ROW, next++, row, row.length));
  }

  @Override
  public void close() throws IOException {
    try (copy;
        session) {
      result.close();
      statement.close();
    } catch (SQLException e) {
      throw Session.failure("read", Path.of(file), e);
    }
  }
}
