package io.slipway.batch.spark;

import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Collects one input of many rows. A row is set at the place behind those that count; one that is
 * not taken in is overwritten by the next.
 */
final class InputColumn {
  private final Field field;

  /** Where the cell is in a row. */
  private final int ordinal;

  /** The shape of one row's value: the field's without its first dimension, which counts rows. */
  private final Shape rowShape;

  private final Elements elements;
  private final BitSet missing = new BitSet();

  /** The shape of the values of the rows so far: empty where they have none. */
  private Optional<Shape> shape = Optional.empty();

  /** How many elements a row has. */
  private int width = 1;

  InputColumn(Field field, int ordinal) {
    long[] dimensions = field.shape().toArray();
    this.field = field;
    this.ordinal = ordinal;
    this.rowShape = Shape.of(Arrays.copyOfRange(dimensions, 1, dimensions.length));
    this.elements = Elements.of(field.type());
  }

  int ordinal() {
    return ordinal;
  }

  String name() {
    return field.name();
  }

  /** Forgets all rows. */
  void clear() {
    missing.clear();
  }

  /**
   * @return false if the value has another shape than those of the rows before, with which it
   *     cannot be in one tensor
   */
  boolean set(int row, @Nullable Object cell) throws UnfitValueException {
    if (cell == null && field.presence() == Presence.REQUIRED) {
      throw new UnfitValueException("a value, for the model needs one", "null");
    }
    return rowShape.rank() == 0 ? setScalar(row, cell) : setTensor(row, cell);
  }

  private boolean setScalar(int row, @Nullable Object cell) throws UnfitValueException {
    missing.set(row, cell == null);
    if (cell != null) {
      elements.put(row, cell);
    }
    return true;
  }

  private boolean setTensor(int row, @Nullable Object cell) throws UnfitValueException {
    List<Object> flat = new ArrayList<>();
    Optional<Shape> found = cell == null ? Optional.empty() : Optional.of(flatten(cell, flat));
    if (found.isPresent() && !rowShape.accepts(found.get())) {
      throw new UnfitValueException("an array of shape " + rowShape, "one of shape " + found.get());
    }
    if (row == 0) {
      shape = found;
      width = flat.size();
    } else if (!shape.equals(found)) {
      return false;
    }
    for (int i = 0; i < width; i++) {
      elements.put(row * width + i, flat.get(i));
    }
    return true;
  }

  /** An array of arrays as its elements, outermost first, and its shape. */
  private Shape flatten(Object cell, List<Object> flat) throws UnfitValueException {
    if (!(cell instanceof Seq<?>)) {
      flat.add(cell);
      return Shape.of(1); // of a row that holds one value, be it as an array of one
    }
    List<Long> dimensions = new ArrayList<>();
    measure(cell, dimensions);
    gather(cell, dimensions, 0, flat);
    return Shape.of(dimensions.stream().mapToLong(Long::longValue).toArray());
  }

  private static void measure(@Nullable Object cell, List<Long> dimensions) {
    if (cell instanceof Seq<?> seq) {
      dimensions.add((long) seq.length());
      if (seq.length() > 0) {
        measure(seq.apply(0), dimensions);
      }
    }
  }

  private void gather(@Nullable Object cell, List<Long> dimensions, int axis, List<Object> flat)
      throws UnfitValueException {
    if (cell == null) {
      throw new UnfitValueException("an array without nulls", "one with a null");
    }
    if (!(cell instanceof Seq<?> seq)) {
      flat.add(cell);
      return;
    }
    if (axis >= dimensions.size() || seq.length() != dimensions.get(axis)) {
      throw new UnfitValueException(
          "an array whose parts are of one length", "one with parts of several");
    }
    for (Object part : CollectionConverters.asJava(seq)) {
      gather(part, dimensions, axis + 1, flat);
    }
  }

  /**
   * The first so many rows; empty if they have no value, which the model takes to mean just that.
   */
  Optional<Column> column(int rows) {
    if (rowShape.rank() > 0) {
      return shape.map(
          row ->
              Column.of(
                  field.name(), field.type(), batched(row, rows), elements.array(rows * width)));
    }
    missing.clear(rows, Math.max(rows, missing.length()));
    return Optional.of(
        Column.of(
            field.name(),
            field.type(),
            Shape.of(rows),
            elements.array(rows),
            Validity.allBut(missing)));
  }

  private static Shape batched(Shape row, int rows) {
    long[] dimensions = new long[row.rank() + 1];
    dimensions[0] = rows;
    for (int axis = 0; axis < row.rank(); axis++) {
      dimensions[axis + 1] = row.dimension(axis);
    }
    return Shape.of(dimensions);
  }
}
