package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** A piecewise linear function of a number. */
public final class Piecewise implements Kept {
  private final double[] from;
  private final double[] to;
  private final Domain.Outliers outliers;
  private final double whenMissing;
  private final int source;
  private final int result;

  /**
   * @param from ascending
   * @param to as many, two at least
   * @param outliers numbers beyond the ends: on the line of the last piece, missing, or the end's
   */
  public Piecewise(
      double[] from,
      double[] to,
      Domain.Outliers outliers,
      double whenMissing,
      int source,
      int result) {
    this.from = from.clone();
    this.to = to.clone();
    this.outliers = outliers;
    this.whenMissing = whenMissing;
    this.source = source;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double x = v[at + source];
      v[at + result] =
          !Double.isNaN(x) ? map(x) + 0.0 : Values.isMissing(x) ? whenMissing : Values.FAILED;
    }
  }

  private double map(double x) {
    int last = from.length - 1;
    if (x < from[0] || x > from[last]) {
      switch (outliers) {
        case MISSING:
          return Values.MISSING;
        case CLAMP:
          return x < from[0] ? to[0] : to[last];
        case KEEP:
          return x < from[0] ? line(0, x) : line(last - 1, x);
      }
    }
    int piece = 0;
    while (piece < last - 1 && x > from[piece + 1]) {
      piece++;
    }
    return line(piece, x);
  }

  private double line(int piece, double x) {
    return to[piece]
        + ((x - from[piece]) / (from[piece + 1] - from[piece])) * (to[piece + 1] - to[piece]);
  }

  @Override
  public void write(FlatWriter out) {
    out.reals(from);
    out.reals(to);
    out.choice(outliers);
    out.real(whenMissing);
    out.whole(source);
    out.whole(result);
  }

  public static Piecewise read(FlatReader in) {
    double[] from = in.reals();
    if (from.length < 2) {
      throw FlatReader.malformed("a line has two ends");
    }
    return new Piecewise(
        from,
        in.reals(from.length),
        in.choice(Domain.Outliers.values()),
        in.real(),
        in.slot(),
        in.slot());
  }
}
