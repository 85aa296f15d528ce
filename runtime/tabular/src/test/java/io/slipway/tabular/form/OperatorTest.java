package io.slipway.tabular.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every operator does with values that are none. */
class OperatorTest {
  private static final Set<Operator> PASS_MISSING_ON =
      EnumSet.of(
          Operator.COPY,
          Operator.ADD,
          Operator.SUBTRACT,
          Operator.MULTIPLY,
          Operator.DIVIDE,
          Operator.MODULO,
          Operator.ADD_SCORES,
          Operator.ADD_INTEGERS,
          Operator.SUBTRACT_INTEGERS,
          Operator.MULTIPLY_INTEGERS,
          Operator.DIVIDE_INTEGERS,
          Operator.MODULO_INTEGERS,
          Operator.TO_FLOAT,
          Operator.TO_INTEGER);

  private static final Set<Operator> KNOW_MISSING =
      EnumSet.of(
          Operator.SUM,
          Operator.PRODUCT,
          Operator.MINIMUM,
          Operator.MAXIMUM,
          Operator.IS_MISSING,
          Operator.IS_NOT_MISSING,
          Operator.OR_ELSE);

  @ParameterizedTest
  @EnumSource
  void aFailureIsPassedOn(Operator operator) {
    assertThat(Values.isFailed(operator.apply(Values.FAILED, 1, 1))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aMissingOperandIsPassedOnKnownOrAFailure(Operator operator) {
    double result = operator.apply(Values.MISSING, 2, 2);

    if (KNOW_MISSING.contains(operator)) {
      assertThat(result).isNotNaN();
    } else {
      assertThat(Values.isMissing(result)).isEqualTo(PASS_MISSING_ON.contains(operator));
      assertThat(Values.isFailed(result)).isNotEqualTo(PASS_MISSING_ON.contains(operator));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aZeroHasNoSign(Operator operator) {
    if (operator != Operator.COPY
        && operator != Operator.IF
        && operator != Operator.SELECT
        && operator != Operator.OR_ELSE) {
      double result = operator.apply(0.0, -1, -1);
      assertThat(Double.doubleToRawLongBits(result)).isNotEqualTo(Double.doubleToRawLongBits(-0.0));
    }
  }
}
