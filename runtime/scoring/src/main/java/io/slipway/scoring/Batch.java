package io.slipway.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Columns by name, in order. The columns of a tabular batch agree in their leading dimension; those
 * of a tensor model need not, so the batch itself has no row count: ask the columns.
 */
public final class Batch {
  private final List<Column> columns;

  /**
   * Numbers of columns plus one where their names' hashes lead to, at least half of it empty. Made
   * for every request, for which nodes of a map would take longer than to score it may.
   */
  private final int[] places;

  private Batch(List<Column> columns) {
    this.columns = columns;
    this.places = new int[Integer.highestOneBit(Math.max(1, columns.size())) << 2];
    for (int i = 0; i < columns.size(); i++) {
      int place = place(columns.get(i).name());
      if (places[place] != 0) {
        throw new IllegalArgumentException("two columns are named " + columns.get(i).name());
      }
      places[place] = i + 1;
    }
  }

  /** Where a name's column is, or else would be. */
  private int place(String name) {
    int hash = name.hashCode();
    int place = (hash ^ (hash >>> 16)) & (places.length - 1);
    while (places[place] != 0 && !columns.get(places[place] - 1).name().equals(name)) {
      place = (place + 1) & (places.length - 1);
    }
    return place;
  }

  /**
   * @throws IllegalArgumentException if two columns have one name
   */
  public static Batch of(List<Column> columns) {
    return new Batch(List.copyOf(columns));
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
    return of(columns.stream().map(column -> column.rows(from, to)).toList());
  }

  /** In order. */
  public List<Column> columns() {
    return columns;
  }

  public Optional<Column> column(String name) {
    int number = places[place(name)];
    return number == 0 ? Optional.empty() : Optional.of(columns.get(number - 1));
  }

  /**
   * As {@link #column(String)}, found at once where it is expected.
   *
   * @param likely its number, if the batch has the columns in the order that its reader has them
   */
  public Optional<Column> column(String name, int likely) {
    if (likely < columns.size() && columns.get(likely).name().equals(name)) {
      return Optional.of(columns.get(likely));
    }
    return column(name);
  }

  public int size() {
    return columns.size();
  }

  @Override
  public String toString() {
    return columns.toString();
  }
}
