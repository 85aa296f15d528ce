package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Values;
import java.util.function.DoubleUnaryOperator;

/** Functions of one element that have a name. What is no number is a NaN before and after. */
public enum Elementary implements DoubleUnaryOperator {
  NEGATION,
  MAGNITUDE,
  ROOT,
  EXPONENTIAL,
  /** Zero for what is below it. */
  RECTIFIER,
  /** Without its fraction. */
  TRUNCATION,
  /** As the library approximates it in single precision. */
  LOGISTIC,
  LOGISTIC_OF_DOUBLE,
  /** Whether a truth value is false. */
  NOT,
  IS_NO_NUMBER;

  @Override
  public double applyAsDouble(double x) {
    return switch (this) {
      case NEGATION -> -x;
      case MAGNITUDE -> Math.abs(x);
      case ROOT -> Math.sqrt(x);
      case EXPONENTIAL -> Math.exp(x);
      case RECTIFIER -> x > 0 || Double.isNaN(x) ? x : 0;
      case TRUNCATION -> x < 0 ? Math.ceil(x) : Math.floor(x);
      case LOGISTIC -> Approximations.logistic(x);
      case LOGISTIC_OF_DOUBLE -> Approximations.logisticOfDouble(x);
      case NOT -> Values.of(x == 0);
      case IS_NO_NUMBER -> Values.of(Double.isNaN(x));
    };
  }

  /** The same, rounded to single precision. */
  public DoubleUnaryOperator single() {
    return new Single(this);
  }

  record Single(Elementary of) implements DoubleUnaryOperator {
    @Override
    public double applyAsDouble(double x) {
      return (float) of.applyAsDouble(x);
    }
  }
}
