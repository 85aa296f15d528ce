package io.slipway.scoring;

import io.slipway.scoring.Field.Interval;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Made-up rows that a model should be able to score, from what its signature says of its inputs: an
 * allowed value, the default, the middle of an interval, a small number. Pure.
 */
public final class SampleRows {
  private static final long MOST_ELEMENTS = 4_000_000;

  private SampleRows() {}

  /**
   * A batch of one row.
   *
   * @param variant another number, another row; from 0
   * @return empty if a row would be too large to be made up
   */
  public static Optional<Batch> row(Signature signature, int variant) {
    List<Column> columns = new ArrayList<>();
    for (Field field : signature.inputs()) {
      long[] dimensions = field.shape().toArray();
      long elements = 1;
      for (int axis = 0; axis < dimensions.length; axis++) {
        dimensions[axis] = dimensions[axis] == Shape.DYNAMIC ? 1 : dimensions[axis];
        elements =
            Math.min(MOST_ELEMENTS + 1, elements * Math.min(dimensions[axis], MOST_ELEMENTS + 1));
      }
      if (elements > MOST_ELEMENTS) {
        return Optional.empty();
      }
      columns.add(
          Column.of(
              field.name(),
              field.type(),
              Shape.of(dimensions),
              values(field, variant, (int) elements)));
    }
    return Optional.of(Batch.of(columns));
  }

  /** Whether every row of the model has a shape that is known: only then is a made-up one fair. */
  public static boolean isShapeKnown(Signature signature) {
    return signature.inputs().stream()
        .allMatch(
            field ->
                Arrays.stream(field.shape().toArray())
                    .skip(1)
                    .noneMatch(dimension -> dimension == Shape.DYNAMIC));
  }

  private static Object values(Field field, int variant, int elements) {
    Object array = Array.newInstance(field.type().arrayType().componentType(), elements);
    if (field.type() == DataType.BYTES) {
      Arrays.fill((String[]) array, text(field, variant));
      return array;
    }
    double number = number(field, variant);
    for (int i = 0; i < elements; i++) {
      set(array, i, field.type(), number);
    }
    return array;
  }

  private static String text(Field field, int variant) {
    if (!field.allowedValues().isEmpty()) {
      return field.allowedValues().get(variant % field.allowedValues().size());
    }
    return field.defaultValue().orElse("a");
  }

  private static double number(Field field, int variant) {
    if (!field.allowedValues().isEmpty() || field.defaultValue().isPresent()) {
      String text = text(field, variant);
      if (text.equals("true")) {
        return 1;
      }
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return 0;
      }
    }
    return field.intervals().isEmpty()
        ? variant
        : middle(field.intervals().get(variant % field.intervals().size()));
  }

  private static double middle(Interval interval) {
    double lower = interval.lower().value();
    double upper = interval.upper().value();
    if (Double.isInfinite(lower) && Double.isInfinite(upper)) {
      return 0;
    }
    if (Double.isInfinite(lower)) {
      return upper - 1;
    }
    return Double.isInfinite(upper) ? lower + 1 : lower + (upper - lower) / 2;
  }

  private static void set(Object array, int i, DataType type, double number) {
    switch (type) {
      case BOOL -> Array.setBoolean(array, i, number != 0);
      case UINT8, INT8 -> Array.setByte(array, i, (byte) number);
      case UINT16, INT16 -> Array.setShort(array, i, (short) number);
      case UINT32, INT32 -> Array.setInt(array, i, (int) number);
      case UINT64, INT64 -> Array.setLong(array, i, (long) number);
      case FP16 -> Array.setShort(array, i, float16((float) number));
      case FP32 -> Array.setFloat(array, i, (float) number);
      case FP64 -> Array.setDouble(array, i, number);
      case BYTES -> throw new IllegalArgumentException("text is not made of numbers");
    }
  }

  /** Towards zero, which is near enough for a number that is made up; Java 17 has no other way. */
  private static short float16(float number) {
    int bits = Float.floatToIntBits(number);
    int sign = (bits >>> 16) & 0x8000;
    int exponent = ((bits >>> 23) & 0xff) - 127 + 15;
    if (exponent <= 0) {
      return (short) sign;
    }
    int mantissa = (bits >>> 13) & 0x3ff;
    return (short) (exponent > 30 ? sign | 0x7c00 : sign | (exponent << 10) | mantissa);
  }
}
