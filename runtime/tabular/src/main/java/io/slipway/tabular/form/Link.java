package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * The inverse of a link function, which makes a response of a sum.
 *
 * @param parameter of those functions that have one; 0 for the others
 */
public record Link(Function function, double parameter) {
  public static final Link NONE = of(Function.NONE);

  /** None, held between 0 and 1. */
  public static final Link CLAMPED = of(Function.CLAMPED);

  public static final Link LOGIT = of(Function.LOGIT);
  public static final Link EXP = of(Function.EXP);
  public static final Link CLOGLOG = of(Function.CLOGLOG);
  public static final Link LOGLOG = of(Function.LOGLOG);
  public static final Link LOGC = of(Function.LOGC);
  public static final Link CAUCHIT = of(Function.CAUCHIT);

  /** In double precision alone, as the reference has it. */
  public static final Link PROBIT = of(Function.PROBIT);

  private static final double FLOAT_E = 2.7182817;

  /** What a link is but for its parameter. */
  enum Function {
    NONE,
    CLAMPED,
    LOGIT,
    EXP,
    CLOGLOG,
    LOGLOG,
    LOGC,
    CAUCHIT,
    PROBIT,
    NEGBIN,
    ODDSPOWER,
    POWER
  }

  private static Link of(Function function) {
    return new Link(function, 0);
  }

  public static Link negbin(double parameter) {
    return new Link(Function.NEGBIN, parameter);
  }

  public static Link oddspower(double parameter) {
    return parameter == 0 ? LOGIT : new Link(Function.ODDSPOWER, parameter);
  }

  public static Link power(double parameter) {
    return parameter == 0 ? EXP : new Link(Function.POWER, parameter);
  }

  double apply(double x, Precision precision) {
    return precision == Precision.DOUBLE ? inDouble(x) : inSingle((float) x);
  }

  private double inDouble(double x) {
    return switch (function) {
      case NONE -> x;
      case CLAMPED -> Math.min(Math.max(x, 0), 1);
      case LOGIT -> 1 / (1 + Math.exp(-x));
      case EXP -> Math.exp(x);
      case CLOGLOG -> 1 - Math.exp(-Math.exp(x));
      case LOGLOG -> Math.exp(-Math.exp(-x));
      case LOGC -> 1 - Math.exp(x);
      case CAUCHIT -> 0.5 + (1 / Math.PI) * Math.atan(x);
      case PROBIT -> NormalDistribution.cumulative(x);
      case NEGBIN -> 1 / (parameter * (Math.exp(-x) - 1));
      case ODDSPOWER -> 1 / (1 + Math.pow(1 + parameter * x, -(1 / parameter)));
      case POWER -> Math.pow(x, 1 / parameter);
    };
  }

  private float inSingle(float x) {
    float p = (float) parameter;
    return switch (function) {
      case NONE -> x;
      case CLAMPED -> Math.min(Math.max(x, 0f), 1f);
      case LOGIT -> 1f / (1f + exp(-x));
      case EXP -> exp(x);
      case CLOGLOG -> 1f - exp(-exp(x));
      case LOGLOG -> exp(-exp(-x));
      case LOGC -> 1f - exp(x);
      case CAUCHIT -> 0.5f + (1f / (float) Math.PI) * (float) Math.atan(x);
      case PROBIT -> (float) NormalDistribution.cumulative(x);
      case NEGBIN -> 1f / (p * (exp(-x) - 1f));
      case ODDSPOWER -> 1f / (1f + (float) Math.pow(1f + p * x, -(1f / p)));
      case POWER -> (float) Math.pow(x, 1f / p);
    };
  }

  /** Single precision's e to a power, rounded as XGBoost's and its peers' is. */
  static float exp(float x) {
    return (float) Math.pow(FLOAT_E, x);
  }

  void write(FlatWriter out) {
    out.choice(function);
    out.real(parameter);
  }

  static Link read(FlatReader in) {
    return new Link(in.choice(Function.values()), in.real());
  }
}
