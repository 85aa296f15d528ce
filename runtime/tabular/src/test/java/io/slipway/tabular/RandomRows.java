package io.slipway.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.scoring.Validity;
import io.slipway.testkit.CsvRows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Rows as no caller would send them: values of a sample, their neighbours in floating point, and
 * values that are missing, invalid, unseen, infinite, denormal, or zero with a sign.
 */
final class RandomRows {
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
    -1e30,
    1e300,
    0x1p24,
    0x1p53
  };

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private final Signature signature;
  private final List<? extends Map<String, ?>> sample;
  private final Random random;

  /**
   * @param sample rows by field name, from which most values are taken
   */
  RandomRows(Signature signature, List<? extends Map<String, ?>> sample, long seed) {
    this.signature = signature;
    this.sample = sample;
    this.random = new Random(seed);
  }

  Batch next(int rows) {
    List<Column> columns = new ArrayList<>();
    for (Field field : signature.inputs()) {
      columns.add(column(field, rows));
    }
    return Batch.of(columns);
  }

  private Column column(Field field, int rows) {
    BitSet missing = new BitSet();
    Object values =
        switch (field.type()) {
          case FP64 -> {
            double[] column = new double[rows];
            for (int row = 0; row < rows; row++) {
              column[row] = number(field);
            }
            yield column;
          }
          case FP32 -> {
            float[] column = new float[rows];
            for (int row = 0; row < rows; row++) {
              float value = (float) number(field);
              column[row] = random.nextInt(8) == 0 ? Math.nextUp(value) : value;
            }
            yield column;
          }
          case INT64 -> {
            long[] column = new long[rows];
            for (int row = 0; row < rows; row++) {
              column[row] =
                  random.nextInt(200) == 0 ? random.nextLong() : (long) Math.rint(number(field));
            }
            yield column;
          }
          case BOOL -> {
            boolean[] column = new boolean[rows];
            for (int row = 0; row < rows; row++) {
              column[row] = random.nextBoolean();
            }
            yield column;
          }
          default -> {
            String[] column = new String[rows];
            for (int row = 0; row < rows; row++) {
              column[row] = text(field);
            }
            yield column;
          }
        };
    for (int row = 0; row < rows; row++) {
      missing.set(row, random.nextInt(25) == 0);
    }
    return Column.of(field.name(), field.type(), Shape.of(rows), values, Validity.allBut(missing));
  }

  private double number(Field field) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return ODD[random.nextInt(ODD.length)];
    }
    double value = sampled(field);
    return switch (kind) {
      case 1 -> Math.nextUp(value);
      case 2 -> Math.nextDown(value);
      case 3, 4, 5, 6, 7 -> value + random.nextGaussian() * (1 + Math.abs(value)) / 4;
      case 8 -> Math.rint(value);
      default -> value;
    };
  }

  private double sampled(Field field) {
    for (int attempt = 0; attempt < 3 && !sample.isEmpty(); attempt++) {
      Object value = sample.get(random.nextInt(sample.size())).get(field.name());
      if (value instanceof Number number) {
        return number.doubleValue();
      }
      if (value instanceof String text && NUMBER.matcher(text).matches()) {
        return Double.parseDouble(text);
      }
    }
    return random.nextGaussian() * 10;
  }

  private String text(Field field) {
    int kind = random.nextInt(20);
    if (kind == 0) {
      return List.of("unseen", "", " ", "1", "NaN").get(random.nextInt(5));
    }
    if (kind < 10 && !field.allowedValues().isEmpty()) {
      return field.allowedValues().get(random.nextInt(field.allowedValues().size()));
    }
    for (int attempt = 0; attempt < 3 && !sample.isEmpty(); attempt++) {
      Object value = sample.get(random.nextInt(sample.size())).get(field.name());
      if (value != null && !CsvRows.MISSING.contains(value.toString())) {
        return value.toString();
      }
    }
    return "unseen";
  }
}
