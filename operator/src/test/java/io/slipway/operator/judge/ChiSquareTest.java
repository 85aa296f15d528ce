package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChiSquareTest {

  @Test
  void nineteenTwentiethsOfTheDensityLieBelowEveryQuantile() {
    for (int degrees = 1; degrees <= ChiSquare.MOST_DEGREES; degrees++) {
      assertThat(probabilityBelow(ChiSquare.quantile95(degrees), degrees))
          .as("%s degrees of freedom", degrees)
          .isCloseTo(0.95, within(1e-5));
    }
    assertThat(ChiSquare.quantile95(0)).isZero();
  }

  /** Simpson's rule for the density of the square root, which has no pole. */
  private static double probabilityBelow(double value, int degrees) {
    int steps = 2000;
    double width = Math.sqrt(value) / steps;
    double sum = 0;
    for (int step = 0; step <= steps; step++) {
      double weight = step == 0 || step == steps ? 1 : step % 2 == 1 ? 4 : 2;
      sum += weight * density(step * width, degrees);
    }
    return sum * width / 3;
  }

  private static double density(double root, int degrees) {
    double logGammaOfHalf = degrees % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
    for (double z = degrees / 2.0 - 1; z > 0; z--) {
      logGammaOfHalf += Math.log(z);
    }
    return Math.pow(root, degrees - 1)
        * Math.exp(-root * root / 2 - (degrees / 2.0 - 1) * Math.log(2) - logGammaOfHalf);
  }
}
