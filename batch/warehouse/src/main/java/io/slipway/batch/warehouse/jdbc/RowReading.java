package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;

/**
 * Finds rows by their keys in the table of a set version. Values are read as what they were stored
 * from, whatever the database calls them.
 */
record RowReading(Connections connections, Dialect dialect, SetName set) {
  private static final int KEYS_OF_A_STATEMENT = 100;

  /** The first column of outputs, after key and error. */
  private static final int FIRST = 3;

  Answer answer(Catalogue catalogue, Entry entry, Collection<String> keys) throws SQLException {
    List<String> columns = List.copyOf(entry.types().keySet());
    // No row has another, and not every database takes them.
    List<String> wanted = keys.stream().distinct().filter(key -> key.indexOf('\0') < 0).toList();
    Map<String, Prediction> predictions = new LinkedHashMap<>();
    try (Connection connection = connections.open()) {
      for (List<String> some :
          wanted.stream().gather(Gatherers.windowFixed(KEYS_OF_A_STATEMENT)).toList()) {
        find(connection, entry, some)
            .forEach(prediction -> predictions.put(prediction.key(), prediction));
      }
    }
    return new Answer(catalogue.version(set, entry), columns, predictions);
  }

  private List<Prediction> find(Connection connection, Entry entry, List<String> keys)
      throws SQLException {
    List<Prediction> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(byKeys(entry, keys.size()))) {
      for (int i = 0; i < keys.size(); i++) {
        statement.setString(i + 1, keys.get(i));
      }
      Set<String> wanted = Set.copyOf(keys);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Prediction prediction = prediction(rows, entry.types());
          // To some databases a and A are the same.
          if (wanted.contains(prediction.key())) {
            found.add(prediction);
          }
        }
      }
    }
    return found;
  }

  private String byKeys(Entry entry, int keys) {
    return "SELECT %s FROM %s WHERE %s IN (%s)"
        .formatted(
            Stream.concat(
                    Stream.of(dialect.ours(Output.KEY), dialect.ours(Output.ERROR)),
                    entry.types().keySet().stream().map(dialect::quoted))
                .collect(Collectors.joining(", ")),
            dialect.ours(entry.file()),
            dialect.ours(Output.KEY),
            "?" + ", ?".repeat(keys - 1));
  }

  private static Prediction prediction(ResultSet row, Map<String, String> types)
      throws SQLException {
    String key = row.getString(1);
    Optional<String> error = Optional.ofNullable(row.getString(2));
    Map<String, Object> values = new LinkedHashMap<>();
    int index = FIRST;
    for (Map.Entry<String, String> column : types.entrySet()) {
      read(row, index, stored(column.getValue()))
          .ifPresent(value -> values.put(column.getKey(), value));
      index++;
    }
    return new Prediction(key, values, error);
  }

  private static StoredType stored(String sql) {
    return Arrays.stream(StoredType.values())
        .filter(type -> type.sql().equals(sql))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no type is called " + sql));
  }

  private static Optional<Object> read(ResultSet row, int index, StoredType type)
      throws SQLException {
    Object value =
        switch (type) {
          case BOOLEAN -> row.getBoolean(index);
          case SMALLINT, INTEGER -> row.getInt(index);
          case BIGINT -> row.getLong(index);
          case NUMERIC -> row.getBigDecimal(index);
          case REAL -> row.getFloat(index);
          case DOUBLE -> row.getDouble(index);
          case TEXT -> row.getString(index);
        };
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
