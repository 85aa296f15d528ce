package io.slipway.onnx;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches in which a length that the caller chose is 0. The library never sees one: some of its
 * kernels divide by lengths, and a division by zero in native code ends the process. No rows are
 * answered with no rows, where that is plain from the model's outputs; anything else is refused.
 * Lengths of 0 that the model itself declares are its own, and pass.
 */
final class EmptyBatch {
  private EmptyBatch() {}

  /** True if an input holds nothing where the model would take something. */
  static boolean is(Batch inputs, SessionSignature model) {
    for (Column column : inputs.columns()) {
      if (column.length() == 0 && isEmptied(column, declared(column, model))) {
        return true;
      }
    }
    return false;
  }

  private static Shape declared(Column column, SessionSignature model) {
    boolean unranked = model.unranked().contains(column.name());
    return unranked
        ? Shape.of()
        : model.signature().input(column.name()).map(Field::shape).orElse(Shape.of());
  }

  private static boolean isEmptied(Column column, Shape declared) {
    for (int axis = 0; axis < column.shape().rank(); axis++) {
      boolean own = axis < declared.rank() && declared.dimension(axis) == 0;
      if (column.shape().dimension(axis) == 0 && !own) {
        return true;
      }
    }
    return false;
  }

  /**
   * The answer to a batch that {@link #is} true of.
   *
   * @throws ScoringException if it has rows, or it is not plain what no rows are answered with
   */
  static Batch answer(Batch inputs, SessionSignature model) throws ScoringException {
    Column empty =
        inputs.columns().stream()
            .filter(column -> isEmptied(column, declared(column, model)))
            .findFirst()
            .orElseThrow();
    if (!inputs.columns().stream().allMatch(EmptyBatch::hasNoRows)) {
      throw refused(empty);
    }
    List<Column> columns = new ArrayList<>();
    for (Output output : model.outputs()) {
      for (Field field : output.fields()) {
        if (output instanceof Output.Stack || !isOfRows(field.shape())) {
          throw refused(empty);
        }
        long[] shape = field.shape().toArray();
        shape[0] = 0;
        columns.add(
            Column.of(
                field.name(),
                field.type(),
                Shape.of(shape),
                java.lang.reflect.Array.newInstance(field.type().arrayType().componentType(), 0)));
      }
    }
    return Batch.of(columns);
  }

  private static boolean hasNoRows(Column column) {
    return column.shape().rank() > 0 && column.shape().dimension(0) == 0;
  }

  /** As many entries as there are rows, each of one shape. */
  private static boolean isOfRows(Shape shape) {
    if (shape.rank() == 0 || shape.dimension(0) != Shape.DYNAMIC) {
      return false;
    }
    for (int axis = 1; axis < shape.rank(); axis++) {
      if (shape.dimension(axis) == Shape.DYNAMIC) {
        return false;
      }
    }
    return true;
  }

  private static ScoringException refused(Column column) {
    return ScoringException.invalidField(
        column.name(),
        "the input '%s' has shape %s and so no elements: this model needs one at least"
            .formatted(column.name(), column.shape()));
  }
}
