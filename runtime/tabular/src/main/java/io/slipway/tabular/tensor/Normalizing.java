package io.slipway.tabular.tensor;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import io.slipway.tabular.form.Kept;

/** Divides a row by its norm, in single precision; a norm of zero leaves it. */
public record Normalizing(int from, int to, int count, Norm norm) implements RowOp, Kept {
  /** The norms of Normalizer. */
  public enum Norm {
    MAX,
    L1,
    L2
  }

  @Override
  public void run(double[] v, int row) {
    double size = size(v, row + from);
    for (int i = 0; i < count; i++) {
      double x = Rounding.single(v[row + from + i]);
      if (size == 0) {
        v[row + to + i] = x;
      } else if (norm == Norm.L2) {
        double part = Rounding.single(Math.sqrt(Rounding.single(square(x) / size)));
        v[row + to + i] = x < 0 ? -part : part;
      } else {
        v[row + to + i] = Rounding.single(x / size);
      }
    }
  }

  private static double square(double x) {
    return Rounding.single(x * x);
  }

  private double size(double[] v, int at) {
    float size = norm == Norm.MAX ? -Float.MAX_VALUE : 0;
    for (int i = at; i < at + count; i++) {
      float x = (float) v[i];
      switch (norm) {
        case MAX -> size = size < x ? x : size;
        case L1 -> size = size + Math.abs(x);
        case L2 -> size = (float) (size + square(x));
      }
    }
    return size;
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(count);
    out.whole(from);
    out.whole(to);
    out.choice(norm);
  }

  public static Normalizing read(FlatReader in) {
    int count = in.whole();
    return new Normalizing(in.slots(count), in.slots(count), count, in.choice(Norm.values()));
  }
}
