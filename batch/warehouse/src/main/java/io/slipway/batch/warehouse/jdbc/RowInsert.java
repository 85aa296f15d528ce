package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Quoted;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.scoring.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts rows into a table that nobody reads yet, some thousand in a transaction: few enough for
 * every database's log, and many enough that a commit costs little.
 */
record RowInsert(Dialect dialect, String table, List<Output> outputs) {
  private static final int ROWS_OF_A_BATCH = 500;
  private static final int ROWS_OF_A_TRANSACTION = 10_000;

  /** The first column of outputs, after key and error. */
  private static final int FIRST = 3;

  RowInsert {
    outputs = List.copyOf(outputs);
  }

  /** Rows that are on their way. */
  private static final class Flow {
    private final Connection connection;
    private final PreparedStatement statement;
    private int waiting;
    private int uncommitted;

    Flow(Connection connection, PreparedStatement statement) {
      this.connection = connection;
      this.statement = statement;
    }

    void add() throws SQLException {
      statement.addBatch();
      if (++waiting == ROWS_OF_A_BATCH) {
        send();
      }
    }

    private void send() throws SQLException {
      if (waiting > 0) {
        statement.executeBatch();
      }
      uncommitted += waiting;
      waiting = 0;
      if (uncommitted >= ROWS_OF_A_TRANSACTION) {
        connection.commit();
        uncommitted = 0;
      }
    }

    void end() throws SQLException {
      send();
      connection.commit();
    }
  }

  /** Returns how many there were, all of which are in the table then. */
  Counts insert(Connections connections, RowSource rows)
      throws SQLException, IOException, InterruptedException {
    try (Connection connection = connections.open()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try (PreparedStatement statement = connection.prepareStatement(sql())) {
        Flow flow = new Flow(connection, statement);
        Counts counts = Counts.NONE;
        for (Optional<Rows> next = rows.next(); next.isPresent(); next = rows.next()) {
          add(flow, next.get());
          counts = counts.plus(next.get().counts());
        }
        flow.end();
        done = true;
        return counts;
      } finally {
        if (!done) {
          rollBack(connection);
        }
      }
    }
  }

  /** Some databases commit what is left when a connection is closed. What failed is thrown. */
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException _) {
      return;
    }
  }

  private String sql() {
    List<String> columns =
        Stream.concat(
                Stream.of(dialect.ours(Output.KEY), dialect.ours(Output.ERROR)),
                outputs.stream().map(output -> dialect.quoted(output.name())))
            .toList();
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            dialect.ours(table),
            String.join(", ", columns),
            columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
  }

  private void add(Flow flow, Rows rows) throws SQLException {
    PreparedStatement statement = flow.statement;
    List<Optional<Column>> columns =
        outputs.stream().map(output -> output.in(rows.values())).toList();
    for (int row = 0; row < rows.size(); row++) {
      String key = rows.keys().strings()[row];
      requireShort(key);
      statement.setString(1, text(key, key));
      set(statement, 2, rows.errors(), row, key);
      for (int i = 0; i < outputs.size(); i++) {
        if (columns.get(i).isPresent()) {
          set(statement, FIRST + i, columns.get(i).get(), row, key);
        } else {
          statement.setNull(FIRST + i, code(StoredType.of(outputs.get(i).type())));
        }
      }
      flow.add();
    }
  }

  private static void requireShort(String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > RowTables.LONGEST_KEY) {
      throw WarehouseException.invalid(
          "the row " + Quoted.of(key),
          "its key has %d bytes, and here keys have %d at most"
              .formatted(bytes, RowTables.LONGEST_KEY),
          "name a key column of shorter values");
    }
  }

  private static void set(
      PreparedStatement statement, int index, Column column, int row, String key)
      throws SQLException {
    if (!column.isValid(row)) {
      statement.setNull(index, code(StoredType.of(column.type())));
      return;
    }
    switch (column.type()) {
      case BOOL -> statement.setBoolean(index, column.booleans()[row]);
      case INT8 -> statement.setShort(index, column.bytes()[row]);
      case UINT8 -> statement.setShort(index, (short) Byte.toUnsignedInt(column.bytes()[row]));
      case INT16 -> statement.setShort(index, column.shorts()[row]);
      case UINT16 -> statement.setInt(index, Short.toUnsignedInt(column.shorts()[row]));
      case INT32 -> statement.setInt(index, column.ints()[row]);
      case UINT32 -> statement.setLong(index, Integer.toUnsignedLong(column.ints()[row]));
      case INT64 -> statement.setLong(index, column.longs()[row]);
      case UINT64 ->
          statement.setBigDecimal(
              index, new BigDecimal(Long.toUnsignedString(column.longs()[row])));
      case FP16 -> statement.setFloat(index, Float.float16ToFloat(column.shorts()[row]));
      case FP32 -> statement.setFloat(index, column.floats()[row]);
      case FP64 -> statement.setDouble(index, column.doubles()[row]);
      case BYTES -> statement.setString(index, text(column.strings()[row], key));
    }
  }

  private static String text(String value, String key) {
    if (value.indexOf('\0') >= 0) {
      throw WarehouseException.invalid(
          "the row " + Quoted.of(key),
          "a text of it has a character of code 0, which not every database keeps",
          "take it out");
    }
    return value;
  }

  private static int code(StoredType type) {
    JDBCType code =
        switch (type) {
          case BOOLEAN -> JDBCType.BOOLEAN;
          case SMALLINT -> JDBCType.SMALLINT;
          case INTEGER -> JDBCType.INTEGER;
          case BIGINT -> JDBCType.BIGINT;
          case NUMERIC -> JDBCType.NUMERIC;
          case REAL -> JDBCType.REAL;
          case DOUBLE -> JDBCType.DOUBLE;
          case TEXT -> JDBCType.VARCHAR;
        };
    return code.getVendorTypeNumber();
  }
}
