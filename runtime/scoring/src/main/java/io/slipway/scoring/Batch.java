package io.slipway.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Columns by name, in order. The columns of a tabular batch agree in their leading dimension; those
 * of a tensor model need not: there {@link #rows()} says nothing of the others than the first.
 */
public final class Batch {
  private final ColumnNames names;
  private final Optional<Row> row;

  /** Those of a row are made when they are first asked for; by two threads at once, twice. */
  private volatile Optional<List<Column>> columns;

  /**
   * One row of numbers.
   *
   * @param values in the order of the columns; do not write to them
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Row(RowLayout layout, double[] values) {}

  private Batch(ColumnNames names, Optional<Row> row, Optional<List<Column>> columns) {
    this.names = names;
    this.row = row;
    this.columns = columns;
  }

  private Batch(ColumnNames names, List<Column> columns) {
    this(names, Optional.empty(), Optional.of(columns));
  }

  /**
   * @throws IllegalArgumentException if two columns have one name
   */
  public static Batch of(List<Column> columns) {
    return new Batch(ColumnNames.of(columns), List.copyOf(columns));
  }

  /**
   * The same, without finding out anew where which column is.
   *
   * @param names of another batch, which the columns may have in the same order
   */
  public static Batch of(ColumnNames names, List<Column> columns) {
    return names.areOf(columns) ? new Batch(names, List.copyOf(columns)) : of(columns);
  }

  /**
   * One row, handed over without columns around its numbers.
   *
   * @param values in the order of the columns; not written to afterwards
   * @throws IllegalArgumentException if there are more or fewer than columns
   */
  public static Batch of(RowLayout layout, double[] values) {
    if (values.length != layout.size()) {
      throw new IllegalArgumentException(
          "%d values for %d columns".formatted(values.length, layout.size()));
    }
    return new Batch(layout.names(), Optional.of(new Row(layout, values)), Optional.empty());
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
    return of(columns().stream().map(column -> column.rows(from, to)).toList());
  }

  /** In order. */
  public List<Column> columns() {
    Optional<List<Column>> made = columns;
    if (made.isEmpty()) {
      made = row.map(numbers -> numbers.layout().columns(numbers.values()));
      columns = made;
    }
    return made.orElseThrow();
  }

  /** How many rows the first column has, and of a tabular batch each; empty without columns. */
  public OptionalInt rows() {
    if (row.isPresent()) {
      return OptionalInt.of(1);
    }
    List<Column> all = columns();
    return all.isEmpty() ? OptionalInt.empty() : OptionalInt.of(all.get(0).rows());
  }

  /** All there is, where the batch was made of one row; its {@link #columns} say the same. */
  public Optional<Row> row() {
    return row;
  }

  /** What another batch of the same columns can be made with. */
  public ColumnNames names() {
    return names;
  }

  public Optional<Column> column(String name) {
    int number = names.find(name);
    return number == ColumnNames.NONE ? Optional.empty() : Optional.of(columns().get(number));
  }

  /**
   * As {@link #column(String)}, found at once where it is expected.
   *
   * @param likely its number, if the batch has the columns in the order that its reader has them
   */
  public Optional<Column> column(String name, int likely) {
    List<Column> all = columns();
    if (likely < all.size() && all.get(likely).name().equals(name)) {
      return Optional.of(all.get(likely));
    }
    return column(name);
  }

  public int size() {
    return names.size();
  }

  @Override
  public String toString() {
    return columns().toString();
  }
}
