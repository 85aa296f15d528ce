package io.slipway.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeightTest {

  @ParameterizedTest
  @CsvSource({
    "0%, 0",
    "0.01%, 1",
    "0.5%, 50",
    "0.50%, 50",
    "1%, 100",
    "09%, 900",
    "25%, 2500",
    "99.99%, 9999",
    "100%, 10000",
    "100.0%, 10000",
    "100.00%, 10000"
  })
  void aShareIsReadInHundredthsOfAPerCent(String text, int basisPoints) {
    assertThat(Weight.basisPoints(text)).isEqualTo(basisPoints);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "%", "25", "25 %", " 25%", "25%\n", "-1%", "+1%", "1e1%", "0.125%", ".5%", "5.%",
        "100.01%", "101%", "999%", "1000%", "\u0665%"
      })
  void whatIsNoShareIsRefused(String text) {
    assertThatThrownBy(() -> Weight.basisPoints(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("like 25% or 0.5%");
  }

  @Test
  void everyShareIsWrittenAsItIsRead() {
    for (int basisPoints = 0; basisPoints <= 10_000; basisPoints++) {
      assertThat(Weight.basisPoints(Weight.text(basisPoints))).isEqualTo(basisPoints);
    }
    assertThat(Weight.text(10_000)).isEqualTo("100%");
    assertThat(Weight.text(50)).isEqualTo("0.5%");
    assertThat(Weight.text(0)).isEqualTo("0%");
  }
}
