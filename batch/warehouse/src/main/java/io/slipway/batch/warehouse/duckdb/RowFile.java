package io.slipway.batch.warehouse.duckdb;

import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.scoring.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** A DuckDB file of one set version: written once, then only read. */
final class RowFile {
  static final String TABLE = "predictions";

  private RowFile() {}

  static DuckDBConnection open(Path file) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("duckdb.read_only", "true");
    // A look-up is no work for several threads; many of them run at once.
    properties.setProperty("threads", "1");
    return (DuckDBConnection)
        DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), properties);
  }

  static Counts write(Path file, List<Output> outputs, RowSource rows)
      throws SQLException, IOException, InterruptedException {
    try (DuckDBConnection connection =
        (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath())) {
      run(connection, "CREATE TABLE %s (%s)".formatted(TABLE, columns(outputs)));
      Counts counts = append(connection, outputs, rows);
      run(connection, "CREATE UNIQUE INDEX by_key ON %s (%s)".formatted(TABLE, Output.KEY));
      run(connection, "CHECKPOINT");
      return counts;
    }
  }

  private static String columns(List<Output> outputs) {
    return Stream.concat(
            Stream.of(Output.KEY + " text NOT NULL", Output.ERROR + " text"),
            outputs.stream()
                .map(
                    output ->
                        '"'
                            + output.name().replace("\"", "\"\"")
                            + "\" "
                            + StoredType.of(output.type()).sql()))
        .collect(Collectors.joining(", "));
  }

  private static void run(DuckDBConnection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Counts append(DuckDBConnection connection, List<Output> outputs, RowSource rows)
      throws SQLException, IOException, InterruptedException {
    Counts counts = Counts.NONE;
    try (DuckDBAppender appender =
        connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, TABLE)) {
      Optional<Rows> next = rows.next();
      while (next.isPresent()) {
        append(appender, outputs, next.get());
        counts = counts.plus(next.get().counts());
        next = rows.next();
      }
    }
    return counts;
  }

  private static void append(DuckDBAppender appender, List<Output> outputs, Rows rows)
      throws SQLException {
    List<Optional<Column>> columns =
        outputs.stream().map(output -> output.in(rows.values())).toList();
    for (int row = 0; row < rows.size(); row++) {
      appender.beginRow();
      appender.append(rows.keys().strings()[row]);
      append(appender, rows.errors(), row);
      for (Optional<Column> column : columns) {
        if (column.isPresent()) {
          append(appender, column.get(), row);
        } else {
          appender.appendNull();
        }
      }
      appender.endRow();
    }
  }

  private static void append(DuckDBAppender appender, Column column, int row) throws SQLException {
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
}
