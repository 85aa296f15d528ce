package io.slipway.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Tensors as no caller would send them: values at which the model's answers turn, their neighbours
 * in floating point, and values that are no number, infinite, denormal, or zero with a sign.
 */
final class RandomTensors {
  private static final double[] ODD = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    1e30,
    -1e30,
    0x1p24,
    0x1p31
  };

  private final Model model;
  private final Random random;

  RandomTensors(Model model, long seed) {
    this.model = model;
    this.random = new Random(seed);
  }

  Batch next(int rows) {
    List<Column> columns = new ArrayList<>();
    for (Field field : model.signature().inputs()) {
      columns.add(column(field, rows));
    }
    return Batch.of(columns);
  }

  private Column column(Field field, int rows) {
    long[] shape = field.shape().toArray();
    shape[0] = rows;
    int length = (int) Shape.of(shape).elements();
    Object values =
        java.lang.reflect.Array.newInstance(field.type().arrayType().componentType(), length);
    List<String> told = model.landmarks().values().getOrDefault(field.name(), List.of());
    int perRow = Math.max(1, length / rows);
    boolean odd = false;
    for (int i = 0; i < length; i++) {
      odd = i % perRow == 0 ? random.nextInt(4) == 0 : odd;
      set(values, i, field, told, odd && random.nextInt(5) == 0);
    }
    return Column.of(field.name(), field.type(), Shape.of(shape), values);
  }

  private void set(Object values, int i, Field field, List<String> told, boolean odd) {
    switch (field.type()) {
      case FP32 -> ((float[]) values)[i] = near((float) number(told, odd));
      case FP64 -> ((double[]) values)[i] = number(told, odd);
      case INT64 -> ((long[]) values)[i] = (long) number(told, odd);
      case INT32 -> ((int[]) values)[i] = (int) number(told, odd);
      case BOOL -> ((boolean[]) values)[i] = random.nextBoolean();
      default -> ((String[]) values)[i] = text(told, odd);
    }
  }

  private String text(List<String> told, boolean odd) {
    return odd || told.isEmpty()
        ? List.of("unseen", "", " ", "1", "NaN", "\u00e9\ud83d\ude00").get(random.nextInt(6))
        : told.get(random.nextInt(told.size()));
  }

  private double number(List<String> told, boolean odd) {
    if (odd) {
      return ODD[random.nextInt(ODD.length)];
    }
    if (told.isEmpty() || random.nextInt(4) == 0) {
      return random.nextGaussian() * Math.pow(10, random.nextInt(4) - 1);
    }
    double value = Double.parseDouble(told.get(random.nextInt(told.size())));
    return random.nextInt(3) == 0
        ? value + random.nextGaussian() * (1 + Math.abs(value)) / 4
        : value;
  }

  private float near(float value) {
    return switch (random.nextInt(8)) {
      case 0 -> Math.nextUp(value);
      case 1 -> Math.nextDown(value);
      default -> value;
    };
  }
}
