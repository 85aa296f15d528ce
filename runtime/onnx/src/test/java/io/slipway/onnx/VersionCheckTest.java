package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.slipway.onnx.file.ModelCheck;
import io.slipway.onnx.file.ModelReader;
import io.slipway.scoring.ModelLoadException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits that the check knows are those of the library, one version up and down. */
class VersionCheckTest {

  @ParameterizedTest
  @CsvSource({"'', 26", "ai.onnx.ml, 5", "ai.onnx.preview, 1", "com.microsoft, 1"})
  void theNewestOperatorSetLoadsAndTheNextDoesNot(String domain, int newest) throws Exception {
    assertBothAccept(withOpset(domain, newest));
    assertBothRefuse(withOpset(domain, newest + 1));
  }

  @Test
  void theNewestFileFormatLoadsAndTheNextDoesNot() throws Exception {
    assertBothAccept(Graphs.model(13, "", 17, relu()));
    assertBothRefuse(Graphs.model(14, "", 17, relu()));
  }

  private static byte[] withOpset(String domain, int version) {
    return Graphs.model(8, domain, version, relu());
  }

  private static ProtoWriter relu() {
    return new ProtoWriter()
        .message(1, new ProtoWriter().text(1, "x").text(2, "y").text(4, "Relu"))
        .text(2, "g")
        .message(11, Graphs.vector("x", Graphs.FLOAT))
        .message(12, Graphs.vector("y", Graphs.FLOAT));
  }

  private static void assertBothAccept(byte[] model) throws Exception {
    assertThatCode(() -> check(model)).doesNotThrowAnyException();
    try (var session = OrtEnvironment.getEnvironment().createSession(model)) {
      assertThat(session.getNumInputs()).isEqualTo(1);
    }
  }

  private static void assertBothRefuse(byte[] model) {
    assertThatThrownBy(() -> check(model))
        .isInstanceOfSatisfying(
            ModelLoadException.class,
            e -> assertThat(e.reason()).isEqualTo(ModelLoadException.Reason.MODEL_UNSUPPORTED));
    assertThatThrownBy(() -> OrtEnvironment.getEnvironment().createSession(model).close())
        .isInstanceOf(OrtException.class);
  }

  private static void check(byte[] model) throws ModelLoadException {
    ModelCheck.check(ModelReader.read(ByteBuffer.wrap(model)), Path.of("model"), Long.MAX_VALUE);
  }
}
