package io.slipway.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.scoring.Batch;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.testkit.OnnxAnswer;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same models on a GPU. Runs where the class path has onnxruntime_gpu in the CPU library's
 * place and a device is there.
 */
class CudaCollectionTest {

  /** Of doubles, and answered on a GPU with the precision of floats: 3e-7, where 1e-9 is asked. */
  private static final String OF_FLOATS = "torch-mlp-digits-fp64";

  static Stream<TestModel> models() {
    return TestModels.available().stream()
        .filter(model -> model.onnx().isPresent() && !model.id().equals(OF_FLOATS));
  }

  @BeforeAll
  static void theLibraryIsTheOneForGpus() {
    assumeTrue(
        new OrtSessionFactory().providers().contains(ExecutionProvider.CUDA),
        "the ONNX Runtime on the class path is the one for CPUs");
  }

  @ParameterizedTest
  @MethodSource("models")
  void aModelThatLoadsOnAGpuAnswersThereAsItsFrameworkDoes(TestModel test) throws Exception {
    try (Model model = load(test.onnx().orElseThrow())) {
      Batch answer = model.score(test.onnxInput());

      assertThat(model.engine().executionProvider()).isEqualTo(ExecutionProvider.CUDA);
      assertThat(new OnnxAnswer(answer).differences(test)).isEmpty();
    }
  }

  private static Model load(Path file) throws ModelLoadException {
    try {
      return new OnnxEngine().load(file, new LoadOptions(ExecutionProvider.CUDA, 1));
    } catch (ModelLoadException e) {
      assertThat(e.reason()).isEqualTo(Reason.EXECUTION_PROVIDER_UNAVAILABLE);
      return abort(e.getMessage());
    }
  }
}
