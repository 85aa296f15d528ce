package io.slipway.scoring;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Made-up rows that show how a model's document was read. Most values are where its answers turn:
 * thresholds and bounds, their neighbours in floating point, categories. Half of the rows are
 * plausible; in the others a field, or each with some chance, is missing, unseen, out of range,
 * infinite, denormal or a zero with a sign. The same seed makes the same rows.
 */
final class ProbeRows {
  private static final double[] ODD = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    1e30,
    -1e300,
    0x1p24,
    0x1p31,
    0x1p53
  };
  private static final String[] UNSEEN = {"unseen", "", " ", "1", "NaN"};

  private final Signature signature;
  private final Landmarks landmarks;
  private final Random random;

  /** What the texts say that the model tells apart, each read once: a pod that starts waits. */
  private final Map<String, Optional<Double>> numbers = new HashMap<>();

  ProbeRows(Signature signature, Landmarks landmarks, long seed) {
    this.signature = signature;
    this.landmarks = landmarks;
    this.random = new Random(seed);
  }

  /** Rows that are made one value at a time have one value a field, or a fixed number. */
  Batch next(int rows) {
    double[] oddness = new double[rows];
    int[] oddField = new int[rows];
    for (int row = 0; row < rows; row++) {
      int kind = random.nextInt(8);
      oddness[row] = kind == 0 ? 0.3 : 0;
      oddField[row] = kind > 0 && kind < 4 ? random.nextInt(Math.max(1, inputs())) : -1;
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < inputs(); i++) {
      columns.add(column(i, rows, oddness, oddField));
    }
    return Batch.of(columns);
  }

  private int inputs() {
    return signature.inputs().size();
  }

  private Column column(int input, int rows, double[] oddness, int[] oddField) {
    Field field = signature.inputs().get(input);
    long[] shape = field.shape().toArray();
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = shape[axis] == Shape.DYNAMIC ? axis == 0 ? rows : 1 : shape[axis];
    }
    int elements = Math.toIntExact(Shape.of(shape).elements());
    int perRow = Math.max(1, elements / rows);
    Object values = Array.newInstance(field.type().arrayType().componentType(), elements);
    BitSet missing = new BitSet();
    boolean mayMiss = shape.length == 1;
    for (int i = 0; i < elements; i++) {
      int row = Math.min(rows - 1, i / perRow);
      boolean odd = oddField[row] == input || random.nextDouble() < oddness[row];
      set(values, i, field, odd);
      missing.set(i, mayMiss && (odd ? random.nextInt(3) == 0 : mayLack(field)));
    }
    return Column.of(field.name(), field.type(), Shape.of(shape), values, Validity.allBut(missing));
  }

  private boolean mayLack(Field field) {
    return field.presence() == Field.Presence.OPTIONAL && random.nextInt(20) == 0;
  }

  private void set(Object values, int i, Field field, boolean odd) {
    switch (field.type()) {
      case BYTES -> Array.set(values, i, odd ? UNSEEN[random.nextInt(UNSEEN.length)] : text(field));
      case BOOL -> Array.setBoolean(values, i, random.nextBoolean());
      case FP64 -> Array.setDouble(values, i, odd ? odd() : near(number(field)));
      case FP32 -> Array.setFloat(values, i, odd ? (float) odd() : near((float) number(field)));
      case INT64, UINT64 -> Array.setLong(values, i, (long) (odd ? odd() : whole(field)));
      case INT32, UINT32 -> Array.setInt(values, i, (int) (odd ? odd() : whole(field)));
      case INT16, UINT16 -> Array.setShort(values, i, (short) whole(field));
      case INT8, UINT8 -> Array.setByte(values, i, (byte) whole(field));
      case FP16 -> Array.setShort(values, i, (short) 0);
    }
  }

  private double odd() {
    return ODD[random.nextInt(ODD.length)];
  }

  private double near(double value) {
    return switch (random.nextInt(8)) {
      case 0 -> Math.nextUp(value);
      case 1 -> Math.nextDown(value);
      default -> value;
    };
  }

  private float near(float value) {
    return switch (random.nextInt(8)) {
      case 0 -> Math.nextUp(value);
      case 1 -> Math.nextDown(value);
      default -> value;
    };
  }

  private double whole(Field field) {
    return Math.rint(number(field)) + (random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0);
  }

  private double number(Field field) {
    int kind = random.nextInt(8);
    if (kind < 3 && !field.intervals().isEmpty()) {
      return within(field.intervals().get(random.nextInt(field.intervals().size())));
    }
    Optional<Double> landmark =
        one(field).flatMap(text -> numbers.computeIfAbsent(text, ProbeRows::parse));
    if (landmark.isEmpty()) {
      return around() * 10;
    }
    return kind < 6
        ? landmark.get()
        : landmark.get() + around() * (1 + Math.abs(landmark.get())) / 4;
  }

  /**
   * About as a normal distribution has it, from -3 to 3, and without the logarithm that takes most
   * of the time to make a row.
   */
  private double around() {
    return 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
  }

  private double within(Field.Interval interval) {
    double lower = interval.lower().value();
    double upper = interval.upper().value();
    if (Double.isInfinite(lower) && Double.isInfinite(upper)) {
      return around() * 10;
    }
    if (Double.isInfinite(lower)) {
      return upper - Math.abs(around() * 10);
    }
    if (Double.isInfinite(upper)) {
      return lower + Math.abs(around() * 10);
    }
    return switch (random.nextInt(6)) {
      case 0 -> lower;
      case 1 -> upper;
      default -> lower + (upper - lower) * random.nextDouble();
    };
  }

  private String text(Field field) {
    return one(field).orElse("unseen");
  }

  /** One of the values that the model tells apart. */
  private Optional<String> one(Field field) {
    List<String> told = landmarks.of(field.name());
    List<String> allowed = field.allowedValues();
    int count = told.size() + allowed.size();
    if (count == 0) {
      return field.defaultValue();
    }
    // As often from one list as from the other: a model may have a thousand thresholds.
    boolean fromAllowed = told.isEmpty() || (!allowed.isEmpty() && random.nextBoolean());
    List<String> from = fromAllowed ? allowed : told;
    return Optional.of(from.get(random.nextInt(from.size())));
  }

  private static Optional<Double> parse(String text) {
    try {
      return Optional.of(Double.parseDouble(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
