package io.slipway.batch.warehouse;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads predictions from a result that has {@link Output#KEY}, {@link Output#ERROR} and outputs
 * among its columns, from one column on.
 */
public final class JdbcValues {
  private static final Set<String> OURS = Set.of(Output.SET_ID, Output.KEY, Output.ERROR);

  private final ResultSet result;
  private final int key;
  private final int error;
  private final List<Value> values = new ArrayList<>();

  private record Value(String name, int index, int type) {}

  /**
   * @param first its first column that is of the set's table
   */
  public JdbcValues(ResultSet result, int first) throws SQLException {
    this.result = result;
    ResultSetMetaData meta = result.getMetaData();
    int keyIndex = 0;
    int errorIndex = 0;
    for (int index = first; index <= meta.getColumnCount(); index++) {
      String name = meta.getColumnLabel(index);
      if (name.equals(Output.KEY)) {
        keyIndex = index;
      } else if (name.equals(Output.ERROR)) {
        errorIndex = index;
      } else if (!OURS.contains(name)) {
        values.add(new Value(name, index, meta.getColumnType(index)));
      }
    }
    this.key = keyIndex;
    this.error = errorIndex;
  }

  /** The outputs that there are. */
  public List<String> columns() {
    return values.stream().map(Value::name).toList();
  }

  /** Whether the row at hand has a prediction. */
  public boolean isThere() throws SQLException {
    return result.getObject(key) != null;
  }

  /** That of the row at hand. */
  public Prediction prediction() throws SQLException {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Value value : values) {
      read(value).ifPresent(object -> row.put(value.name(), object));
    }
    return new Prediction(result.getString(key), row, Optional.ofNullable(result.getString(error)));
  }

  private Optional<Object> read(Value value) throws SQLException {
    int index = value.index();
    Object object =
        switch (value.type()) {
          case Types.BIT, Types.BOOLEAN -> result.getBoolean(index);
          case Types.SMALLINT, Types.INTEGER -> result.getInt(index);
          case Types.BIGINT -> result.getLong(index);
          case Types.NUMERIC, Types.DECIMAL -> result.getBigDecimal(index);
          case Types.REAL, Types.FLOAT -> result.getFloat(index);
          case Types.DOUBLE -> result.getDouble(index);
          default -> result.getString(index);
        };
    return result.wasNull() ? Optional.empty() : Optional.of(object);
  }
}
