package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.scoring.Column;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A table of predictions that rows are appended to, in the order in which they come. */
public final class PredictionTable implements AutoCloseable {
  /** What it is called. */
  public static final String NAME = "predictions";

  private final List<Output> outputs;
  private final DuckDBAppender appender;

  private PredictionTable(List<Output> outputs, DuckDBAppender appender) {
    this.outputs = outputs;
    this.appender = appender;
  }

  /** A new one. */
  public static PredictionTable create(DuckDBConnection connection, List<Output> outputs)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE %s (%s)".formatted(NAME, columns(outputs)));
    }
    return new PredictionTable(
        List.copyOf(outputs), connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, NAME));
  }

  private static String columns(List<Output> outputs) {
    return Stream.concat(
            Stream.of(Output.KEY + " text NOT NULL", Output.ERROR + " text"),
            outputs.stream()
                .map(output -> quoted(output.name()) + " " + StoredType.of(output.type()).sql()))
        .collect(Collectors.joining(", "));
  }

  /** A name within a statement. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  public void append(Rows rows) throws SQLException {
    List<Optional<Column>> columns =
        outputs.stream().map(output -> output.in(rows.values())).toList();
    for (int row = 0; row < rows.size(); row++) {
      appender.beginRow();
      appender.append(rows.keys().strings()[row]);
      append(rows.errors(), row);
      for (Optional<Column> column : columns) {
        if (column.isPresent()) {
          append(column.get(), row);
        } else {
          appender.appendNull();
        }
      }
      appender.endRow();
    }
  }

  private void append(Column column, int row) throws SQLException {
    if (!column.isValid(row)) {
      appender.appendNull();
      return;
    }
    switch (column.type()) {
      case BOOL -> appender.append(column.booleans()[row]);
      case INT8 -> appender.append((short) column.bytes()[row]);
      case UINT8 -> appender.append((short) Byte.toUnsignedInt(column.bytes()[row]));
      case INT16 -> appender.append(column.shorts()[row]);
      case UINT16 -> appender.append(Short.toUnsignedInt(column.shorts()[row]));
      case INT32 -> appender.append(column.ints()[row]);
      case UINT32 -> appender.append(Integer.toUnsignedLong(column.ints()[row]));
      case INT64 -> appender.append(column.longs()[row]);
      case UINT64 -> appender.append(new BigDecimal(Long.toUnsignedString(column.longs()[row])));
      case FP16 -> appender.append(Float.float16ToFloat(column.shorts()[row]));
      case FP32 -> appender.append(column.floats()[row]);
      case FP64 -> appender.append(column.doubles()[row]);
      case BYTES -> appender.append(column.strings()[row]);
    }
  }

  /** All of it is in the table afterwards. */
  @Override
  public void close() throws SQLException {
    appender.close();
  }
}
