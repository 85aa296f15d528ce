package io.slipway.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckTest {

  @ParameterizedTest
  @CsvSource({
    "FAILURES, ABORT",
    "SLOWER_THAN, ABORT",
    "PROMETHEUS, ABORT",
    "PREDICTION_DRIFT, REPORT",
    "DISAGREEMENT, REPORT"
  })
  void aNewVersionMayDifferAndMayNotBeWorse(CheckType type, CheckAction follows) {
    assertThat(check(type, null).actionOrDefault()).isEqualTo(follows);
  }

  @ParameterizedTest
  @CsvSource({"FAILURES, REPORT", "DISAGREEMENT, ABORT"})
  void whatTheSpecSaysGoesBeforeTheDefault(CheckType type, CheckAction said) {
    assertThat(check(type, said).actionOrDefault()).isEqualTo(said);
  }

  private static Check check(CheckType type, @Nullable CheckAction action) {
    return new Check("any", type, action, null, null, null, null, null, null, null);
  }
}
