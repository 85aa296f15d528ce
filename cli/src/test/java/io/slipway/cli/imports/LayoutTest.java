package io.slipway.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {

  @Test
  void aModelIsAFolderAndItsVersionsAreFoldersOrFilesInIt() {
    assertThat(
            Layout.of(
                List.of(
                    "churn/2/model.onnx",
                    "churn/2/weights/a.bin",
                    "churn/10.pmml",
                    "churn/README.md",
                    "scores.onnx",
                    "notes.txt")))
        .containsExactly(
            new Layout("churn", "2", List.of("churn/2/model.onnx", "churn/2/weights/a.bin")),
            new Layout("churn", "10", List.of("churn/10.pmml")),
            new Layout("scores", "1", List.of("scores.onnx")));
  }

  @Test
  void numbersCountAndComeBeforeNamesWhichAreSorted() {
    assertThat(
            Layout.of(
                List.of(
                    "m/2026-11-03/a.onnx",
                    "m/2026-10-30/a.onnx",
                    "m/v10/a.onnx",
                    "m/v9/a.onnx",
                    "m/best/a.onnx")))
        .extracting(Layout::version)
        .containsExactly("v9", "v10", "2026-10-30", "2026-11-03", "best");
  }

  @Test
  void pathsAreToldWithinTheVersion() {
    Layout folder = new Layout("churn", "2", List.of());
    assertThat(folder.within("churn/2/weights/a.bin")).isEqualTo("weights/a.bin");
    assertThat(folder.within("churn/2.onnx")).isEqualTo("2.onnx");
  }

  @Test
  void theWeightsOfAnOnnxModelGoWithItAndWhatPythonRunsDoesNot() {
    List<String> files =
        List.of("MLmodel", "README.md", "model.onnx", "model.onnx.data", "model.pkl", "w0");

    assertThat(Companions.of("model.onnx", files))
        .containsExactly("model.onnx", "model.onnx.data", "w0");
    assertThat(Companions.of("model.pmml", List.of("model.pmml", "w0")))
        .containsExactly("model.pmml");
  }

  @Test
  void twoModelsInOneVersionAreNone() {
    assertThat(Companions.model(List.of("a.onnx", "b.pmml"))).isEmpty();
    assertThat(Companions.model(List.of("a.onnx", "b.txt"))).contains("a.onnx");
  }
}
