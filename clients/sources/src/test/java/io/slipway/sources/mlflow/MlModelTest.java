package io.slipway.sources.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MlModelTest {

  @Test
  void flavorsAreReadWithTheirModelsAndNothingElse() {
    assertThat(
            MlModel.flavors(
                """
                artifact_path: model
                flavors:
                  onnx:
                    code: null
                    data: 'my model.onnx'
                    providers:
                    - CPUExecutionProvider
                  python_function:
                    env:
                      data: conda.yaml
                    loader_module: mlflow.onnx
                signature:
                  inputs: '[{"name": "x"}]'
                  data: nothing
                """))
        .isEqualTo(Map.of("onnx", "my model.onnx", "python_function", ""));
  }

  @Test
  void whatIsNoMlmodelHasNoFlavors() {
    assertThat(MlModel.flavors("")).isEmpty();
    assertThat(MlModel.flavors("<html>\n  onnx:\n    data: x\n")).isEmpty();
    assertThat(MlModel.flavors("flavors: {onnx: {data: model.onnx}}")).isEmpty();
  }
}
