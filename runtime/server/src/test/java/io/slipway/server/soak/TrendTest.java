package io.slipway.server.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendTest {
  private static final double BOUND = 0.1;
  private final Random random = new Random(20261126);

  private static Trend of(IntToDoubleFunction value) {
    return Trend.of(IntStream.range(0, 30).mapToDouble(value).toArray());
  }

  @Test
  void whatStaysAsItIsDoesNotGrow() {
    Trend trend = of(i -> 40);

    assertThat(trend.growth()).isZero();
    assertThat(trend.lastOverFirst()).isEqualTo(1);
    assertThat(trend.growsBeyond(BOUND)).isFalse();
  }

  @Test
  void aLeakIsFoundBeneathNoiseOfItsOwnSize() {
    assertThat(of(i -> 40 + 0.3 * i + random.nextGaussian()).growsBeyond(BOUND)).isTrue();
  }

  @Test
  void aLeakOfAHalfPercentOfEachWindowIsOfFifteenInAll() {
    Trend trend = of(i -> 1 + 0.005 * i);

    assertThat(trend.growth()).isCloseTo(0.145 / 1.0725, within(1e-9));
    assertThat(trend.lastOverFirst()).isCloseTo(1.1225 / 1.0225, within(1e-9));
  }

  @Test
  void oddMeasurementsAreNoTrendWhereverTheyAre() {
    assertThat(of(i -> i > 25 ? 400 : 40 + random.nextGaussian()).growsBeyond(BOUND)).isFalse();
    assertThat(of(i -> i % 7 == 0 ? 400 : 40 + random.nextGaussian()).growsBeyond(BOUND)).isFalse();
  }

  @Test
  void whatShrinksDoesNotGrow() {
    assertThat(of(i -> 40 - 0.5 * i).growsBeyond(BOUND)).isFalse();
  }

  @Test
  void ofAFewNobodyCanTell() {
    assertThatIllegalArgumentException().isThrownBy(() -> Trend.of(new double[] {1, 2, 3}));
  }
}
