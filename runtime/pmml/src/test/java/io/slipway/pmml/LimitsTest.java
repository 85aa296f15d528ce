package io.slipway.pmml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LimitsTest {
  private static final TestModel MODEL = TestModels.committed("sk-ruleset-iris");

  static Stream<Path> forms() {
    return Stream.of(MODEL.pmml().orElseThrow(), MODEL.pmmlJson().orElseThrow());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aDocumentThatWouldTakeTooMuchHeapIsRefusedWhileItIsRead(Path file) {
    Limits limits = new Limits(1000, 1000, 1000, 200, 1000);

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> new PmmlLoader(limits).load(file))
        .withMessageContaining("raise resources.limits.memory")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_TOO_LARGE));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aDocumentDeeperThanTheLimitIsRefusedWhileItIsRead(Path file) {
    Limits limits = new Limits(3, 1 << 30, 1000, 200, 1000);

    assertThatExceptionOfType(ModelLoadException.class)
        .isThrownBy(() -> new PmmlLoader(limits).load(file))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MODEL_TOO_LARGE));
  }
}
