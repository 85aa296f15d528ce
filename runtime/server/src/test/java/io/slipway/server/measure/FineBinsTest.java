package io.slipway.server.measure;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FineBinsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.01, 32520",
    "0.07, 32611",
    "0.0713, 32612",
    "0.93, 32731",
    "1, 32736",
    "-1, -32737",
    "4.9E-324, 0",
    "-4.9E-324, -1",
    "1.7976931348623157E308, 65503",
    "-1.7976931348623157E308, -65504"
  })
  void theFormulaIsTheContracts(double value, int bin) {
    assertThat(FineBins.of(value)).isEqualTo(bin);
  }

  @Property
  void binsSortAsTheirNumbersDo(@ForAll double one, @ForAll double other) {
    assertThat(FineBins.of(Math.max(one, other)))
        .isGreaterThanOrEqualTo(FineBins.of(Math.min(one, other)));
  }

  @Property
  void aBinIsAboutThreePerCentWide(@ForAll @DoubleRange(min = 0.01, max = 1e6) double value) {
    assertThat(FineBins.of(value * 1.0625)).isGreaterThan(FineBins.of(value));
    assertThat(FineBins.of(value * 1.01) - FineBins.of(value)).isLessThanOrEqualTo(1);
  }

  @Property
  void foldedBinsSortAndKeepTheirSign(
      @ForAll double one, @ForAll double other, @ForAll @IntRange(max = 17) int fold) {
    int low = FineBins.folded(FineBins.of(Math.min(one, other)), fold);
    int high = FineBins.folded(FineBins.of(Math.max(one, other)), fold);
    assertThat(high).isGreaterThanOrEqualTo(low);
    assertThat(FineBins.folded(FineBins.of(one), fold) < 0).isEqualTo(FineBins.of(one) < 0);
  }
}
