package io.slipway.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "250ms, PT0.25S",
    "90s, PT1M30S",
    "10m, PT10M",
    "1h30m, PT1H30M",
    "1h2m3s4ms, PT1H2M3.004S",
    "1h5ms, PT1H0.005S",
    "9999h59m59s99ms, PT9999H59M59.099S"
  })
  void whatTheSchemaTakesCanBeRead(String text, Duration meant) {
    assertThat(text).matches(DurationText.FORM_IN_CEL);
    assertThat(DurationText.parse(text)).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "250ms", "1m30s", "45s", "1h30m", "1h2m3s4ms", "9999h59m59s99ms"})
  void whatWasReadIsWrittenInTheSameForm(String text) {
    assertThat(DurationText.text(DurationText.parse(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "0", "10", "1d", "1.5h", "5 m", "5m ", "5M", "-5m", "30m1h", "5ms1s", "PT5M", "1h\n",
        "99999h", "h", "\u0665m"
      })
  void whatTheSchemaRefusesIsNoDuration(String text) {
    assertThatThrownBy(() -> DurationText.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("like 250ms, 90s or 1h30m");
  }
}
