package io.slipway.server.protocol;

import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random columns: every type, any bits, every number of rows from none. */
final class Columns {
  private Columns() {}

  static Arbitrary<Column> any(String name) {
    return Combinators.combine(
            Arbitraries.of(DataType.values()),
            Arbitraries.integers().between(0, 20),
            Arbitraries.longs())
        .as((type, rows, seed) -> random(name, type, Shape.of(rows), new Random(seed)));
  }

  static Arbitrary<Column> anyWithMissing(String name) {
    return Combinators.combine(any(name), Arbitraries.longs())
        .as(
            (column, seed) -> {
              BitSet missing = new BitSet();
              Random random = new Random(seed);
              for (int i = 0; i < column.length(); i++) {
                missing.set(i, random.nextInt(4) == 0);
              }
              return Column.of(
                  column.name(),
                  column.type(),
                  column.shape(),
                  column.values(),
                  Validity.allBut(missing));
            });
  }

  static Column random(String name, DataType type, Shape shape, Random random) {
    int length = (int) shape.elements();
    Object values = Array.newInstance(type.arrayType().componentType(), length);
    for (int i = 0; i < length; i++) {
      switch (values) {
        case boolean[] a -> a[i] = random.nextBoolean();
        case byte[] a -> a[i] = (byte) random.nextInt();
        case short[] a -> a[i] = type == DataType.FP16 ? half(random) : (short) random.nextInt();
        case int[] a -> a[i] = random.nextInt();
        case long[] a -> a[i] = random.nextLong() >> random.nextInt(64);
        case float[] a -> a[i] = single(random);
        case double[] a -> a[i] = doubleOf(random);
        case String[] a -> a[i] = text(random);
        default -> throw new IllegalStateException(values.getClass().getName());
      }
    }
    return Column.of(name, type, shape, values);
  }

  /** Any bits, but of all the NaNs the one that text stands for. */
  private static double doubleOf(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isNaN(value) ? Double.NaN : value;
  }

  private static float single(Random random) {
    float value = Float.intBitsToFloat(random.nextInt());
    return Float.isNaN(value) ? Float.NaN : value;
  }

  private static short half(Random random) {
    float value = Float.float16ToFloat((short) random.nextInt());
    return Float.floatToFloat16(Float.isNaN(value) ? Float.NaN : value);
  }

  private static String text(Random random) {
    String[] pieces = {"a", "\"", ",", "\n", "\r\n", "é", "中", "😀", " ", "'", "\\", "1.5", "\t"};
    StringBuilder text = new StringBuilder(pieces[random.nextInt(pieces.length)]);
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  /** The elements of a column, missing ones as such: equal when the columns mean the same. */
  static String content(Column column) {
    StringBuilder content = new StringBuilder(column.type() + " " + column.shape());
    for (int i = 0; i < column.length(); i++) {
      content
          .append('|')
          .append(column.isValid(i) ? Arrays.deepToString(element(column, i)) : "missing");
    }
    return content.toString();
  }

  private static Object[] element(Column column, int index) {
    Object element = Array.get(column.values(), index);
    return new Object[] {
      switch (element) {
        case Double d -> Long.toHexString(Double.doubleToRawLongBits(d));
        case Float f -> Integer.toHexString(Float.floatToRawIntBits(f));
        default -> element;
      }
    };
  }
}
