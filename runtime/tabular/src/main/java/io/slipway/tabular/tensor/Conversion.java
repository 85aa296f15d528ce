package io.slipway.tabular.tensor;

import io.slipway.tabular.form.Values;
import java.util.function.DoubleUnaryOperator;

/** From numbers of one type to those of another. */
public enum Conversion implements DoubleUnaryOperator {
  TO_SINGLE {
    @Override
    public double applyAsDouble(double number) {
      return (float) number;
    }
  },
  /** All numbers of the one are some of the other. */
  NONE {
    @Override
    public double applyAsDouble(double number) {
      return number;
    }
  },
  TO_WHOLE {
    @Override
    public double applyAsDouble(double number) {
      return Whole.of(number);
    }
  },
  TO_TRUTH {
    @Override
    public double applyAsDouble(double number) {
      return Values.of(number != 0);
    }
  }
}
