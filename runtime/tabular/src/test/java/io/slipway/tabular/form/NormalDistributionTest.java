package io.slipway.tabular.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalDistributionTest {
  /** From the series of the error function, summed in decimals of 600 digits. */
  @ParameterizedTest
  @CsvSource({
    "-30, 4.90671392714818706e-198",
    "-8, 6.2209605742717841e-16",
    "-1.96, 0.024997895148220434",
    "-1, 0.15865525393145705",
    "0, 0.5",
    "0.5, 0.69146246127401310",
    "1.25, 0.89435022633314474",
    "3, 0.99865010196836991"
  })
  void aNumberHasTheProbabilityThatTablesGiveIt(double x, double probability) {
    assertThat(NormalDistribution.cumulative(x))
        .isEqualTo(probability, within(1e-12 * probability));
  }

  @Test
  void whatIsFarAwayIsCertain() {
    assertThat(NormalDistribution.cumulative(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(NormalDistribution.cumulative(Double.POSITIVE_INFINITY)).isOne();
    assertThat(NormalDistribution.cumulative(-40.5)).isZero();
  }

  @Test
  void whatIsNoNumberHasNoProbability() {
    assertThat(NormalDistribution.cumulative(Double.NaN)).isNaN();
  }
}
