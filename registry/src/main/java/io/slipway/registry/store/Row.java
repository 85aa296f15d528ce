package io.slipway.registry.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A row of an answer, by the names of its columns. */
final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** What becomes of a row. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Row row) throws SQLException;
  }

  String text(String column) throws SQLException {
    return optionalText(column)
        .orElseThrow(() -> new SQLException("the column " + column + " is empty"));
  }

  Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(results.getString(column));
  }

  int integer(String column) throws SQLException {
    return results.getInt(column);
  }

  Optional<Integer> optionalInteger(String column) throws SQLException {
    int value = results.getInt(column);
    return results.wasNull() ? Optional.empty() : Optional.of(value);
  }

  long number(String column) throws SQLException {
    return results.getLong(column);
  }

  Instant instant(String column) throws SQLException {
    return Times.instant(results.getLong(column));
  }

  Optional<Instant> optionalInstant(String column) throws SQLException {
    long micros = results.getLong(column);
    return results.wasNull() ? Optional.empty() : Optional.of(Times.instant(micros));
  }
}
