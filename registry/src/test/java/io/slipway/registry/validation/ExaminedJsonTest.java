package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slipway.registry.validation.Examined.Derived;
import io.slipway.scoring.DataType;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.Signature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExaminedJsonTest {

  @Test
  void whatTheProcessSaysIsReadAsItIsWritten() {
    Examined loaded =
        new Examined.Loaded(
            ModelFormat.PMML,
            "application/pmml+xml",
            new Signature(
                List.of(Field.column("x", DataType.FP64, Presence.REQUIRED)),
                List.of(Field.column("y", DataType.BYTES, Presence.OPTIONAL))),
            new EngineInfo("jpmml", "1.7.7", ExecutionProvider.CPU),
            1L << 40,
            Optional.of(new Derived("model.pmml.json", "application/pmml+json", 12)),
            Optional.empty());
    Examined refused =
        new Examined.Refused(
            List.of(Reason.about("a b.onnx", Reason.Kind.MODEL_INVALID, "it has no graph")));

    assertThat(read(loaded)).isEqualTo(loaded);
    assertThat(read(refused)).isEqualTo(refused);
  }

  private static Examined read(Examined examined) {
    return ExaminedJson.read(new String(ExaminedJson.write(examined), StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Warning: something",
        "[]",
        "{}",
        "{\"path\": \"x\"}",
        "{\"reasons\": [{}]}",
        "null"
      })
  void whateverElseItPrintsIsNoAnswer(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ExaminedJson.read(text));
  }
}
