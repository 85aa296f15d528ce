package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Engines;
import io.slipway.scoring.ModelFormat;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What may be pushed: models that serve, and files that must not be let in. */
final class Versions {
  static final String NO_PMML = "skipped: this build has no PMML engine";

  private Versions() {}

  /**
   * A version that is pushed.
   *
   * @param files the model first
   * @param format that it is meant to have
   */
  record Version(String name, List<VersionFile> files, ModelFormat format) {
    @Override
    public String toString() {
      return name;
    }
  }

  static boolean hasEngineFor(ModelFormat format) {
    return Engines.installed().engines().stream()
        .anyMatch(engine -> engine.formats().contains(format));
  }

  /** Each form of a model as a version of its own. */
  static List<Version> good(TestModel model) {
    List<Version> versions = new ArrayList<>();
    model.pmml().ifPresent(file -> versions.add(good(model, file, ModelFormat.PMML)));
    if (model.pmmlJsonContent() != TestModel.PmmlJson.ROWS_LOST) {
      model.pmmlJson().ifPresent(file -> versions.add(good(model, file, ModelFormat.PMML)));
    }
    model.onnx().ifPresent(file -> versions.add(good(model, file, ModelFormat.ONNX)));
    return versions;
  }

  private static Version good(TestModel model, Path file, ModelFormat format) {
    List<VersionFile> files = new ArrayList<>(List.of(new VersionFile("model", file)));
    Path weights = model.folder().resolve("weights.bin");
    if (Files.exists(weights)) {
      files.add(new VersionFile("weights.bin", weights));
    }
    return new Version(model.id() + "/" + file.getFileName(), files, format);
  }

  /** Under a name that says nothing. A document of PMML is that, and no ONNX, whatever its name. */
  static Version bad(BadFile bad, Path folder) {
    return new Version(
        bad.name(),
        List.of(new VersionFile("model.x", bad.unpackedIn(folder))),
        bad.kind().equals("onnx") ? ModelFormat.ONNX : ModelFormat.PMML);
  }

  /** A reason has to help whoever reads it, and tell nothing of this machine. */
  static void assertThatItHelps(Reason reason, Path folder) {
    assertThat(reason.sentence())
        .startsWith("model.x")
        .hasSizeBetween(30, 1_010)
        .doesNotContain(
            folder.toString(),
            "/etc/passwd",
            "root:",
            "/dev/zero",
            "\tat ",
            "Exception",
            "io.slipway",
            "org.jpmml",
            "org.dmg");
    assertThat(reason.path()).isEqualTo("model.x");
  }
}
