package io.slipway.registry.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"model.onnx", "weights/part-0.bin", "a/b/c.txt", ".config", "x+y=z,@1._", "_x"})
  void pathsWithinAFolderAreTaken(String path) {
    Path folder = Path.of("/models/churn");
    assertThat(folder.resolve(new FilePath(path).value()).normalize()).startsWithRaw(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/", "/etc/passwd", "..", "../x", "a/../b", "a/./b", ".", "a//b", "a/", "a\\b",
        "C:/x", "x:y", "-rf", "a/-rf", "nul", "CON.txt", "a/aux", "com1", "x.", "...", "a b",
        "a\u0000b", "a\nb", "ü", "a/%2e%2e/b", "~root", "..x", ".."
      })
  void whatCouldNameAnythingElseOnSomeSystemIsRefused(String path) {
    assertThatThrownBy(() -> new FilePath(path))
        .isInstanceOf(InvalidException.class)
        .hasMessageContaining("the path");
  }

  @ParameterizedTest
  @ValueSource(ints = {513, 5000})
  void longOnesAreRefused(int length) {
    assertThatThrownBy(() -> new FilePath("x/".repeat(length / 2) + "x"))
        .hasMessageContaining("512");
  }
}
