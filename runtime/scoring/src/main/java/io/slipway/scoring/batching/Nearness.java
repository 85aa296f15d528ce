package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import java.lang.reflect.Array;

/** How far the answers to the same rows are from each other. */
enum Nearness {
  /** The same to the last bit. */
  EXACT,
  /** The same but for the order in which sums were added up, and what tips over by that. */
  NEAR,
  /** Others. */
  FAR;

  /**
   * Sums in another order differ in the last digits; this much of the largest value that an output
   * has is many times that, and a hundredth of what a mistake would come to.
   */
  private static final double TOLERANCE = 1e-5;

  /**
   * @param expected several rows, so that their largest values tell what a difference is worth
   * @param other as many
   */
  static Nearness of(Batch expected, Batch other) {
    Nearness nearness = EXACT;
    for (Column column : expected.columns()) {
      Nearness one = of(column, other.column(column.name()).orElseThrow());
      nearness = one.compareTo(nearness) > 0 ? one : nearness;
    }
    return nearness;
  }

  private static Nearness of(Column expected, Column other) {
    if (!expected.shape().equals(other.shape())) {
      return FAR;
    }
    boolean exact = expected.validity().equals(other.validity());
    double furthest = 0;
    double largest = 0;
    for (int i = 0; i < expected.length(); i++) {
      if (!expected.isValid(i) || !other.isValid(i)) {
        continue;
      }
      double number = number(expected, i);
      largest = Double.isFinite(number) ? Math.max(largest, Math.abs(number)) : largest;
      if (!Array.get(expected.values(), i).equals(Array.get(other.values(), i))) {
        exact = false;
        // A label that tips over is no number, and says nothing of how far.
        double distance = Math.abs(number - number(other, i));
        furthest = isRounded(expected) && !(distance <= furthest) ? distance : furthest;
      }
    }
    if (exact) {
      return EXACT;
    }
    return furthest <= TOLERANCE * largest ? NEAR : FAR;
  }

  private static boolean isRounded(Column column) {
    return column.type() == DataType.FP32 || column.type() == DataType.FP64;
  }

  private static double number(Column column, int i) {
    return switch (column.type()) {
      case FP32 -> column.floats()[i];
      case FP64 -> column.doubles()[i];
      default -> 0;
    };
  }
}
