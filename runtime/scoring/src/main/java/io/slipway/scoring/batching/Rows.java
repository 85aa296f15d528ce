package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins batches of one form into one, and parts the answer again.
 *
 * @param signature of the model
 */
record Rows(Signature signature) {

  /**
   * What batches have in common that can be joined.
   *
   * @param rows in this one
   * @param rowShapes the dimensions beside the rows, input by input
   */
  record Form(int rows, List<Shape> rowShapes) {
    boolean joins(Form other) {
      return rowShapes.equals(other.rowShapes);
    }
  }

  /** True if the leading dimension of every input and every output may be of any length. */
  boolean areLeading() {
    return !signature.inputs().isEmpty()
        && signature.inputs().stream().allMatch(Rows::isLeading)
        && signature.outputs().stream().allMatch(Rows::isLeading);
  }

  private static boolean isLeading(Field field) {
    return field.shape().rank() > 0 && field.shape().dimension(0) == Shape.DYNAMIC;
  }

  /** Empty where the model itself must say what is wrong with the batch, or there is no row. */
  Optional<Form> formOf(Batch batch) {
    if (batch.size() != signature.inputs().size()) {
      return Optional.empty();
    }
    int rows = 0;
    List<Shape> rowShapes = new ArrayList<>();
    for (Field field : signature.inputs()) {
      Column column = batch.column(field.name()).orElse(null);
      if (column == null
          || column.type() != field.type()
          || !field.shape().accepts(column.shape())
          || column.validity().hasMissing()
          || column.length() == 0
          || (rows > 0 && column.rows() != rows)) {
        return Optional.empty();
      }
      rows = column.rows();
      rowShapes.add(withRows(column.shape(), 1));
    }
    return Optional.of(new Form(rows, rowShapes));
  }

  /** One batch of all rows, in this order, and copies of the first until there are enough. */
  Batch join(List<Batch> batches, int size) {
    List<Column> columns = new ArrayList<>();
    for (Field field : signature.inputs()) {
      List<Column> parts = batches.stream().map(b -> b.column(field.name()).orElseThrow()).toList();
      int width = parts.get(0).length() / parts.get(0).rows();
      Object values = Array.newInstance(field.type().arrayType().componentType(), size * width);
      int at = 0;
      for (Column part : parts) {
        System.arraycopy(part.values(), 0, values, at, part.length());
        at += part.length();
      }
      for (; at < size * width; at += width) {
        System.arraycopy(parts.get(0).values(), 0, values, at, width);
      }
      Shape shape = withRows(parts.get(0).shape(), size);
      columns.add(Column.of(field.name(), field.type(), shape, values));
    }
    return Batch.of(columns);
  }

  /**
   * The answers of each.
   *
   * @param size of the batch that they were joined into
   * @param counts of rows that were joined
   * @throws IllegalStateException if the model answers another number of rows than it was asked
   */
  List<Batch> part(Batch answer, int size, List<Integer> counts) {
    List<List<Column>> parts = new ArrayList<>();
    counts.forEach(count -> parts.add(new ArrayList<>()));
    for (Column column : answer.columns()) {
      if (column.shape().rank() == 0 || column.rows() != size || column.validity().hasMissing()) {
        throw new IllegalStateException(
            "%s is no answer to %d rows, row by row".formatted(column, size));
      }
      int width = column.length() / size;
      int at = 0;
      for (int i = 0; i < counts.size(); i++) {
        int length = counts.get(i) * width;
        Object values = Array.newInstance(column.type().arrayType().componentType(), length);
        System.arraycopy(column.values(), at, values, 0, length);
        at += length;
        Shape shape = withRows(column.shape(), counts.get(i));
        parts.get(i).add(Column.of(column.name(), column.type(), shape, values));
      }
    }
    return parts.stream().map(Batch::of).toList();
  }

  private static Shape withRows(Shape shape, int rows) {
    long[] dimensions = shape.toArray();
    dimensions[0] = rows;
    return Shape.of(dimensions);
  }
}
