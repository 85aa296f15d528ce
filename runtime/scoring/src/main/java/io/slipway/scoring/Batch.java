package io.slipway.scoring;

import java.util.ArrayList;
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

  /**
   * Batches of the same columns as one, their rows one after another.
   *
   * @param parts one or more
   * @throws IllegalArgumentException if their rows do not fit behind each other
   */
  public static Batch joined(List<Batch> parts) {
    List<Column> columns = new ArrayList<>();
    for (Column first : parts.get(0).columns()) {
      columns.add(
          Column.joined(
              parts.stream().map(part -> part.column(first.name()).orElseThrow()).toList()));
    }
    return of(columns);
  }

  /**
   * Some of the rows of columns that have the same number of them, copied.
   *
   * @param from the first one
   * @param to the one behind the last
   */
  public Batch rows(int from, int to) {
    return of(columns.values().stream().map(column -> column.rows(from, to)).toList());
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
