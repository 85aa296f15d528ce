package io.slipway.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The columns of a batch of one row that has nothing but numbers: each is of {@link DataType#FP64},
 * has shape [1] or [1, 1] and misses nothing. The same for all batches that are made alike, so that
 * whoever reads their values one by one need not make the columns. Immutable.
 */
public final class RowLayout {
  private final ColumnNames names;
  private final List<Shape> shapes;

  private RowLayout(ColumnNames names, List<Shape> shapes) {
    this.names = names;
    this.shapes = shapes;
  }

  /** That of a batch and of others like it; empty if its columns are not all such numbers. */
  public static Optional<RowLayout> of(Batch batch) {
    List<Shape> shapes = new ArrayList<>();
    for (Column column : batch.columns()) {
      int rank = column.shape().rank();
      if (column.type() != DataType.FP64
          || column.length() != 1
          || (rank != 1 && rank != 2)
          || column.validity().hasMissing()) {
        return Optional.empty();
      }
      shapes.add(column.shape());
    }
    // Without columns nothing says that there is a row.
    return shapes.isEmpty()
        ? Optional.empty()
        : Optional.of(new RowLayout(batch.names(), List.copyOf(shapes)));
  }

  ColumnNames names() {
    return names;
  }

  /** How many columns. */
  public int size() {
    return shapes.size();
  }

  /** The number of a name's column; empty if there is none. */
  public OptionalInt find(String name) {
    int number = names.find(name);
    return number == ColumnNames.NONE ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /** The columns of a row. */
  List<Column> columns(double[] values) {
    List<Column> columns = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      double[] value = {values[i]};
      columns.add(Column.of(names.get(i), DataType.FP64, shapes.get(i), value));
    }
    return List.copyOf(columns);
  }
}
