package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;
import io.slipway.tabular.form.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** What stands for each of some numbers, and for all others. Zeros are equal. */
public final class Codes implements DoubleUnaryOperator {
  private static final int MOST_IN_A_TABLE = 1 << 16;

  private final double[] keys;
  private final double[] values;
  private final double otherwise;
  private final double ofMissing;

  /** By key less the first one, where keys are whole numbers near to each other; else empty. */
  private final double[] table;

  /**
   * @param map from numbers
   * @param otherwise what stands for numbers that it does not have
   * @param ofMissing what stands for what is no number
   */
  public Codes(Map<Double, Double> map, double otherwise, double ofMissing) {
    TreeMap<Double, Double> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(key + 0.0, value));
    this.keys = sorted.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    this.values = sorted.values().stream().mapToDouble(Double::doubleValue).toArray();
    this.otherwise = otherwise;
    this.ofMissing = ofMissing;
    this.table = table();
  }

  private double[] table() {
    boolean whole = keys.length > 0 && keys[keys.length - 1] - keys[0] < MOST_IN_A_TABLE;
    for (double key : keys) {
      whole &= key == Math.rint(key);
    }
    if (!whole) {
      return new double[0];
    }
    double[] filled = new double[(int) (keys[keys.length - 1] - keys[0]) + 1];
    java.util.Arrays.fill(filled, otherwise);
    for (int i = 0; i < keys.length; i++) {
      filled[(int) (keys[i] - keys[0])] = values[i];
    }
    return filled;
  }

  void write(FlatWriter out) {
    out.reals(keys);
    out.reals(values);
    out.real(otherwise);
    out.real(ofMissing);
  }

  static Codes read(FlatReader in) {
    double[] keys = in.reals();
    double[] values = in.reals(keys.length);
    Map<Double, Double> map = new HashMap<>();
    for (int i = 0; i < keys.length; i++) {
      map.put(keys[i], values[i]);
    }
    return new Codes(map, in.real(), in.real());
  }

  /** Whether a place that it gives is always one of so many, or none. */
  private boolean staysBelow(int places) {
    return otherwise < places
        && ofMissing < places
        && java.util.Arrays.stream(values).allMatch(value -> value < places);
  }

  @Override
  public double applyAsDouble(double key) {
    if (Double.isNaN(key)) {
      return ofMissing;
    }
    if (table.length > 0) {
      double place = key - keys[0];
      int index = (int) place;
      return index == place && index >= 0 && index < table.length ? table[index] : otherwise;
    }
    int found = java.util.Arrays.binarySearch(keys, key + 0.0);
    return found >= 0 ? values[found] : otherwise;
  }

  /** Where a one stands, for each element of a row; nothing where its number is not known. */
  public record OneHot(int from, int count, int to, int width, Codes places)
      implements RowOp, Kept {
    @Override
    public void run(double[] v, int row) {
      java.util.Arrays.fill(v, row + to, row + to + count * width, Values.FALSE);
      for (int i = 0; i < count; i++) {
        int place = (int) places.applyAsDouble(v[row + from + i]);
        if (place >= 0) {
          v[row + to + i * width + place] = Values.TRUE;
        }
      }
    }

    @Override
    public void write(FlatWriter out) {
      out.whole(count);
      out.whole(width);
      out.whole(from);
      out.whole(to);
      places.write(out);
    }

    public static OneHot read(FlatReader in) {
      int count = in.whole();
      int width = in.within(0, Math.max(1, Integer.MAX_VALUE / Math.max(1, count)));
      int from = in.slots(count);
      int to = in.slots(count * width);
      Codes places = Codes.read(in);
      if (!places.staysBelow(width)) {
        throw FlatReader.malformed("a place behind the last");
      }
      return new OneHot(from, count, to, width, places);
    }
  }
}
