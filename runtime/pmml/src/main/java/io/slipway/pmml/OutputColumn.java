package io.slipway.pmml;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.lang.reflect.Array;
import java.util.BitSet;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jpmml.evaluator.TypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * An output of a model and how its values become a column.
 *
 * @param resultName what JPMML calls it among its results; null for a target without a name
 */
record OutputColumn(Field field, @Nullable String resultName) {

  /** Collects the values of one batch. Not for use by several threads. */
  final class Builder {
    private final Object values;
    private final BitSet missing = new BitSet();
    private final int rows;

    private Builder(int rows) {
      this.values = Array.newInstance(field.type().arrayType().componentType(), rows);
      this.rows = rows;
    }

    /**
     * @param value null for missing
     * @throws ClassCastException if it is not of the output's type
     * @throws ArithmeticException if it is a number that the output's type cannot hold
     */
    void set(int row, @Nullable Object value) {
      if (value == null) {
        missing.set(row);
        return;
      }
      switch (field.type()) {
        case FP64 -> ((double[]) values)[row] = ((Number) value).doubleValue();
        case FP32 -> ((float[]) values)[row] = ((Number) value).floatValue();
        case INT64 -> ((long[]) values)[row] = whole((Number) value);
        case BOOL -> ((boolean[]) values)[row] = (Boolean) value;
        case BYTES -> ((String[]) values)[row] = text(value);
        default -> throw new IllegalStateException("no output has type " + field.type());
      }
    }

    Column build() {
      return Column.of(
          field.name(), field.type(), Shape.of(rows), values, Validity.allBut(missing));
    }
  }

  Builder builder(int rows) {
    return new Builder(rows);
  }

  String name() {
    return field.name();
  }

  DataType type() {
    return field.type();
  }

  private static long whole(Number value) {
    long whole = value.longValue();
    if (whole != value.doubleValue()) {
      throw new ArithmeticException(value + " is no integer");
    }
    return whole;
  }

  /** Lists, such as the rules that fired, are written with commas. */
  private static String text(Object value) {
    if (value instanceof Collection<?> items) {
      return items.stream().map(OutputColumn::text).collect(Collectors.joining(","));
    }
    return value instanceof String text ? text : TypeUtil.format(value);
  }
}
