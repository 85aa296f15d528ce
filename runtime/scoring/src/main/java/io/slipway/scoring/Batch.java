package io.slipway.scoring;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Columns by name, in order. The columns of a tabular batch agree in their leading dimension; those
 * of a tensor model need not, so the batch itself has no row count: ask the columns.
 */
public final class Batch {
  private final Map<String, Column> columns;

  private Batch(Map<String, Column> columns) {
    this.columns = columns;
  }

  /**
   * @throws IllegalArgumentException if two columns have one name
   */
  public static Batch of(List<Column> columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    for (Column column : columns) {
      if (byName.put(column.name(), column) != null) {
        throw new IllegalArgumentException("two columns are named " + column.name());
      }
    }
    return new Batch(Collections.unmodifiableMap(byName));
  }

  public static Batch of(Column... columns) {
    return of(List.of(columns));
  }

  public Collection<Column> columns() {
    return columns.values();
  }

  public Optional<Column> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  public int size() {
    return columns.size();
  }

  @Override
  public String toString() {
    return columns.values().toString();
  }
}
