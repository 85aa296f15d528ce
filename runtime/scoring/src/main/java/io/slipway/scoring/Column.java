package io.slipway.scoring;

import java.lang.reflect.Array;
import java.util.BitSet;
import java.util.List;

/**
 * One named, typed tensor: a flat array in row-major order, its shape, and which elements are
 * missing. Rows are never boxed: the array is the one {@link DataType#arrayType} names, and it is
 * handed over, not copied, so whoever makes a column must not write to its array afterwards. Under
 * that rule columns may be shared between threads.
 *
 * <p>In tabular data a column of n rows has shape [n]. A missing element's array slot holds
 * anything; readers ask {@link #isValid} first.
 */
public final class Column {
  private final String name;
  private final DataType type;
  private final Shape shape;
  private final Object values;
  private final Validity validity;
  private final int length;

  private Column(String name, DataType type, Shape shape, Object values, Validity validity) {
    if (!type.arrayType().isInstance(values)) {
      throw new IllegalArgumentException(
          "column %s of type %s needs a %s, not a %s"
              .formatted(
                  name, type, type.arrayType().getSimpleName(), values.getClass().getSimpleName()));
    }
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.values = values;
    this.validity = validity;
    this.length = Array.getLength(values);
    if (shape.elements() != length) {
      throw new IllegalArgumentException(
          "column %s of shape %s needs %d elements and has %d"
              .formatted(name, shape, shape.elements(), length));
    }
  }

  /**
   * A column of any type.
   *
   * @param values an array of {@link DataType#arrayType}, {@code shape.elements()} long
   * @throws IllegalArgumentException if array, type and shape do not agree
   */
  public static Column of(
      String name, DataType type, Shape shape, Object values, Validity validity) {
    return new Column(name, type, shape, values, validity);
  }

  public static Column of(String name, DataType type, Shape shape, Object values) {
    return new Column(name, type, shape, values, Validity.ALL);
  }

  public static Column ofDoubles(String name, double... values) {
    return of(name, DataType.FP64, Shape.of(values.length), values);
  }

  public static Column ofFloats(String name, float... values) {
    return of(name, DataType.FP32, Shape.of(values.length), values);
  }

  public static Column ofLongs(String name, long... values) {
    return of(name, DataType.INT64, Shape.of(values.length), values);
  }

  public static Column ofBooleans(String name, boolean... values) {
    return of(name, DataType.BOOL, Shape.of(values.length), values);
  }

  public static Column ofStrings(String name, String... values) {
    return of(name, DataType.BYTES, Shape.of(values.length), values);
  }

  /** A column of {@code rows} elements that are all missing. */
  public static Column ofMissing(String name, DataType type, int rows) {
    BitSet missing = new BitSet(rows);
    missing.set(0, rows);
    Object values = Array.newInstance(type.arrayType().componentType(), rows);
    return of(name, type, Shape.of(rows), values, Validity.allBut(missing));
  }

  public String name() {
    return name;
  }

  public DataType type() {
    return type;
  }

  public Shape shape() {
    return shape;
  }

  public Validity validity() {
    return validity;
  }

  /** How many elements: the product of the dimensions. */
  public int length() {
    return length;
  }

  /** The leading dimension: the number of rows of a batch. 1 for a scalar. */
  public int rows() {
    return shape.rank() == 0 ? 1 : Math.toIntExact(shape.dimension(0));
  }

  public boolean isValid(int index) {
    return validity.isValid(index);
  }

  /** This column under another name, sharing its array. */
  public Column renamed(String newName) {
    return new Column(newName, type, shape, values, validity);
  }

  /**
   * Some of the rows, copied.
   *
   * @param from the first one
   * @param to the one behind the last
   * @throws IllegalArgumentException if the column is a scalar, which has no rows
   */
  public Column rows(int from, int to) {
    if (shape.rank() == 0) {
      throw new IllegalArgumentException(this + " has no rows");
    }
    int width = rows() == 0 ? 0 : length / rows();
    int count = (to - from) * width;
    Object some = Array.newInstance(type.arrayType().componentType(), count);
    System.arraycopy(values, from * width, some, 0, count);
    BitSet missing = new BitSet();
    for (int i = validity.nextMissing(from * width);
        i >= 0 && i < to * width;
        i = validity.nextMissing(i + 1)) {
      missing.set(i - from * width);
    }
    return new Column(name, type, withRows((long) to - from), some, Validity.allBut(missing));
  }

  /**
   * The rows of several columns of one name and type, one after another.
   *
   * @param parts one or more
   * @throws IllegalArgumentException if their rows are not of one shape, or they have none
   */
  public static Column joined(List<Column> parts) {
    Column first = parts.get(0);
    if (first.shape.rank() == 0) {
      throw new IllegalArgumentException(first + " has no rows");
    }
    int length = 0;
    long rows = 0;
    for (Column part : parts) {
      if (part.shape.rank() == 0 || !part.withRows(1).equals(first.withRows(1))) {
        throw new IllegalArgumentException(
            "rows of %s do not go behind rows of %s".formatted(part, first));
      }
      length += part.length;
      rows += part.rows();
    }
    Object all = Array.newInstance(first.type.arrayType().componentType(), length);
    BitSet missing = new BitSet();
    int at = 0;
    for (Column part : parts) {
      System.arraycopy(part.values, 0, all, at, part.length);
      for (int i = part.validity.nextMissing(0); i >= 0; i = part.validity.nextMissing(i + 1)) {
        missing.set(at + i);
      }
      at += part.length;
    }
    return new Column(first.name, first.type, first.withRows(rows), all, Validity.allBut(missing));
  }

  private Shape withRows(long rows) {
    long[] dimensions = shape.toArray();
    dimensions[0] = rows;
    return Shape.of(dimensions);
  }

  /** The array itself: do not write to it. */
  public Object values() {
    return values;
  }

  /** Elements of {@link DataType#BOOL}. */
  public boolean[] booleans() {
    return (boolean[]) values;
  }

  /** Elements of {@link DataType#INT8} or {@link DataType#UINT8}. */
  public byte[] bytes() {
    return (byte[]) values;
  }

  /** Elements of {@link DataType#INT16}, {@link DataType#UINT16} or {@link DataType#FP16}. */
  public short[] shorts() {
    return (short[]) values;
  }

  /** Elements of {@link DataType#INT32} or {@link DataType#UINT32}. */
  public int[] ints() {
    return (int[]) values;
  }

  /** Elements of {@link DataType#INT64} or {@link DataType#UINT64}. */
  public long[] longs() {
    return (long[]) values;
  }

  /** Elements of {@link DataType#FP32}. */
  public float[] floats() {
    return (float[]) values;
  }

  /** Elements of {@link DataType#FP64}. */
  public double[] doubles() {
    return (double[]) values;
  }

  /** Elements of {@link DataType#BYTES}. */
  public String[] strings() {
    return (String[]) values;
  }

  @Override
  public String toString() {
    return name + " " + type + shape;
  }
}
