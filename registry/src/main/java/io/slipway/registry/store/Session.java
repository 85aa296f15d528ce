package io.slipway.registry.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transaction. Values are bound as what they are: times as microseconds, an empty Optional as
 * NULL, numbers as numbers, and all else by what {@code toString} writes.
 */
public final class Session {
  private final Connection connection;
  private final Dialect dialect;
  private boolean broken;

  Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** Whether a statement failed: PostgreSQL would answer a COMMIT now with a silent rollback. */
  boolean isBroken() {
    return broken;
  }

  Dialect dialect() {
    return dialect;
  }

  <T> List<T> list(String sql, Row.Reader<T> reader, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet results = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      Row row = new Row(results);
      while (results.next()) {
        all.add(reader.read(row));
      }
      return all;
    } catch (SQLException e) {
      broken = true;
      throw new StoreException(e);
    }
  }

  <T> Optional<T> first(String sql, Row.Reader<T> reader, Object... values) {
    return list(sql, reader, values).stream().findFirst();
  }

  /** Returns how many rows it was. */
  int change(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      broken = true;
      throw new StoreException(e);
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, Object value)
      throws SQLException {
    switch (value) {
      case Optional<?> optional -> bindOptional(statement, index, optional.orElse(null));
      case Instant instant -> statement.setLong(index, Times.micros(instant));
      case Integer number -> statement.setInt(index, number);
      case Long number -> statement.setLong(index, number);
      default -> statement.setString(index, value.toString());
    }
  }

  private static void bindOptional(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    if (value == null) {
      statement.setObject(index, null);
    } else {
      bind(statement, index, value);
    }
  }
}
