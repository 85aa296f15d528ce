package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * What a target makes of a prediction: held between bounds, scaled, shifted, rounded.
 *
 * @param low the lower bound, minus infinity for none
 * @param high the upper bound, infinity for none
 */
public record Rescale(
    double low,
    double high,
    double factor,
    double constant,
    Rounding rounding,
    Precision precision,
    int source,
    int result)
    implements Kept {

  /** To whole numbers, or not. */
  public enum Rounding {
    NONE,
    ROUND,
    CEILING,
    FLOOR
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      double x = v[at + source];
      v[at + result] = Values.isMissing(x) || Values.isFailed(x) ? x : apply(x);
    }
  }

  private double apply(double x) {
    return precision == Precision.DOUBLE ? inDouble(x) : inSingle((float) x);
  }

  private double inDouble(double x) {
    double scaled = Math.min(Math.max(x, low), high) * factor + constant;
    return switch (rounding) {
      case NONE -> scaled;
      case ROUND -> Math.round(scaled);
      case CEILING -> Math.ceil(scaled);
      case FLOOR -> Math.floor(scaled);
    };
  }

  private float inSingle(float x) {
    float scaled =
        Math.min(Math.max(x, (float) low), (float) high) * (float) factor + (float) constant;
    return switch (rounding) {
      case NONE -> scaled;
      case ROUND -> Math.round(scaled);
      case CEILING -> (float) Math.ceil(scaled);
      case FLOOR -> (float) Math.floor(scaled);
    };
  }

  @Override
  public void write(FlatWriter out) {
    out.real(low);
    out.real(high);
    out.real(factor);
    out.real(constant);
    out.choice(rounding);
    out.choice(precision);
    out.whole(source);
    out.whole(result);
  }

  public static Rescale read(FlatReader in) {
    return new Rescale(
        in.real(),
        in.real(),
        in.real(),
        in.real(),
        in.choice(Rounding.values()),
        in.choice(Precision.values()),
        in.slot(),
        in.slot());
  }
}
