package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.validation.Reason.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkspaceTest {
  @TempDir Path folder = Path.of("");

  private static VersionFile called(String path) {
    return new VersionFile(path, Path.of("unread"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"model.onnx", "weights/layer 1.bin", "modèle-é.pmml", "a/b/c/d", "..data"})
  void pathsThatLeadIntoTheFolderAreRight(String path) {
    assertThat(Workspace.wrongPaths(List.of(called(path)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "../model.onnx",
        "a/../../b",
        "a//b",
        "a/",
        "./a",
        "a/.",
        "..",
        "a\\..\\b",
        "C:evil",
        "a\u0000b",
        "a\nb",
        "a\u007fb",
        "a*",
        "1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"
      })
  void pathsThatLeadElsewhereAreNot(String path) {
    assertThat(Workspace.wrongPaths(List.of(called(path))))
        .singleElement()
        .matches(reason -> reason.kind() == Kind.PATH_INVALID);
  }

  @Test
  void aVersionHasFilesAndNotTooMany() {
    assertThat(Workspace.wrongPaths(List.of()))
        .singleElement()
        .hasFieldOrPropertyWithValue("sentence", "the version has no file");
    assertThat(Workspace.wrongPaths(Collections.nCopies(1001, called("a"))))
        .singleElement()
        .matches(reason -> reason.sentence().contains("1001 files; 1000 are the most"));
  }

  @Test
  void filesLieAsTheirPathsHaveThem() throws Exception {
    Path bytes = Files.writeString(folder.resolve("bytes"), "weights");
    try (Workspace workspace = Workspace.in(folder)) {
      assertThat(workspace.lay(new VersionFile("data/w.bin", bytes))).isEmpty();

      assertThat(workspace.files().resolve("data/w.bin")).hasContent("weights");
      assertThat(workspace.lay(new VersionFile("data", bytes)))
          .hasValueSatisfying(reason -> assertThat(reason.kind()).isEqualTo(Kind.PATH_INVALID));
      assertThat(workspace.lay(new VersionFile("data/w.bin/x", bytes)))
          .hasValueSatisfying(reason -> assertThat(reason.kind()).isEqualTo(Kind.PATH_INVALID));
    }
    assertThat(bytes).hasContent("weights");
  }

  @Test
  void nothingIsLeftOfAWorkspaceThatIsClosed() throws Exception {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "kept");
    try (Workspace workspace = Workspace.in(folder)) {
      Files.createSymbolicLink(workspace.empty().resolve("link"), elsewhere);
      Files.createDirectories(workspace.temporary().resolve("a/b"));
    }

    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(elsewhere);
    }
  }
}
