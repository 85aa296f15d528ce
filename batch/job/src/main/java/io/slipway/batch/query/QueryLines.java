package io.slipway.batch.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.slipway.batch.input.InputChangedException;
import io.slipway.batch.input.Line;
import io.slipway.batch.input.Lines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** The rows of a range while they come, one transaction all along. For one thread. */
final class QueryLines implements Lines {
  private static final JsonFactory JSON = new JsonFactory();

  private final String name;
  private final long planned;
  private final Connection connection;
  private final Statement statement;
  private final ResultSet rows;
  private final List<ColumnValues> columns;
  private long read;

  /**
   * @param name of the range, for people
   * @param planned how many rows it had
   * @param connection and the others are closed with this
   */
  QueryLines(
      String name,
      long planned,
      Connection connection,
      Statement statement,
      ResultSet rows,
      List<ColumnValues> columns) {
    this.name = name;
    this.planned = planned;
    this.connection = connection;
    this.statement = statement;
    this.rows = rows;
    this.columns = List.copyOf(columns);
  }

  @Override
  public Optional<Line> next() throws IOException {
    try {
      if (rows.next()) {
        if (read == planned) {
          throw changed("has more");
        }
        byte[] row = json();
        return Optional.of(new Line(name, Line.Unit.ROW, read++, row, row.length));
      }
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
    if (read < planned) {
      throw changed("has %d".formatted(read));
    }
    return Optional.empty();
  }

  private InputChangedException changed(String now) {
    return InputChangedException.ofRows(name, "it had %d rows, and %s".formatted(planned, now));
  }

  private byte[] json() throws SQLException, IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * (1 + columns.size()));
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      for (ColumnValues column : columns) {
        column.write(out, rows);
      }
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    try (connection) {
      rows.close();
      statement.close();
      connection.rollback();
    } catch (SQLException e) {
      throw QueryException.of(e);
    }
  }
}
