package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.validation.Reason.Kind;
import io.slipway.scoring.ModelLoadException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonTest {

  @Test
  void aSentenceNamesFileAndLine() {
    assertThat(Reason.about("churn.pmml", Kind.MODEL_INVALID, "line 3: no").sentence())
        .isEqualTo("churn.pmml, line 3: no");
    assertThat(Reason.about("churn.onnx", Kind.MODEL_INVALID, "it has no graph").sentence())
        .isEqualTo("churn.onnx: it has no graph");
  }

  @Test
  void whateverAFileIsCalledASentenceIsOneLineAndNotLong() {
    Reason reason = Reason.about("a\n\u001b[31mb", Kind.MODEL_INVALID, "no\r\nx".repeat(1000));

    assertThat(reason.sentence()).startsWith("a [31mb: no x").hasSizeLessThan(1_100);
  }

  @ParameterizedTest
  @EnumSource(
      value = ModelLoadException.Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = "EXECUTION_PROVIDER_UNAVAILABLE")
  void whatAnEngineRefusesForIsAKindOfReason(ModelLoadException.Reason reason) {
    assertThat(Kind.parse(reason.conditionReason()).name()).isEqualTo(reason.name());
  }
}
