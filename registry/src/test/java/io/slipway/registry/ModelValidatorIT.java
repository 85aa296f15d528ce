package io.slipway.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.registry.model.Digest;
import io.slipway.registry.model.FilePath;
import io.slipway.registry.model.Lineage;
import io.slipway.registry.model.Manifest;
import io.slipway.registry.model.ManifestFile;
import io.slipway.registry.model.Signature;
import io.slipway.registry.model.Signature.Presence;
import io.slipway.registry.service.Validator.Verdict;
import io.slipway.registry.validation.ValidationLimits;
import io.slipway.registry.validation.Validator;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manifest says and what the file is. */
class ModelValidatorIT {
  @TempDir Path folder = Path.of("");

  private Verdict verdict(Optional<String> format, Optional<Signature> signature) throws Exception {
    Path model = TestModels.committedFolder().resolve("bad/onnx/ok-tiny.onnx");
    byte[] bytes = Files.readAllBytes(model);
    Path bench = Files.createDirectory(folder.resolve("bench"));
    Path file = Files.write(bench.resolve("bytes"), bytes);
    FilePath path = new FilePath("model.onnx");
    Manifest manifest =
        new Manifest(
            List.of(new ManifestFile(path, Digest.of(bytes), bytes.length, ManifestFile.BYTES)),
            path,
            format,
            signature,
            Optional.empty(),
            Lineage.NONE,
            Map.of());
    return new ModelValidator(
            Validator.open(folder.resolve("validation"), ValidationLimits.ofThisProcess()))
        .validate(manifest, digest -> file);
  }

  private static Signature.Field field(String name, String type) {
    return new Signature.Field(
        name, type, List.of(-1L, 2L), Presence.REQUIRED, List.of(), List.of(), Optional.empty());
  }

  @Test
  void whatIsNotSaidIsFoundOut() throws Exception {
    assertThat(verdict(Optional.empty(), Optional.empty()))
        .isEqualTo(
            new Verdict.Accepted(
                "ONNX",
                new Signature(List.of(field("x", "FP32")), List.of(field("y", "FP32"))),
                List.of()));
  }

  @Test
  void whatIsSaidAndTrueIsFine() throws Exception {
    assertThat(
            verdict(
                Optional.of("onnx"),
                Optional.of(
                    new Signature(List.of(field("x", "FP32")), List.of(field("y", "FP32"))))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void whatIsSaidAndNotTrueIsRejected() throws Exception {
    Verdict verdict =
        verdict(
            Optional.of("PMML"),
            Optional.of(new Signature(List.of(field("x", "FP64")), List.of(field("y", "FP32")))));

    assertThat(verdict)
        .isEqualTo(
            new Verdict.Rejected(
                List.of(
                    "model.onnx: it is ONNX, and the manifest says PMML; correct the manifest, or leave format out",
                    "model.onnx: its inputs are x FP32, and the manifest says x FP64; correct the manifest, or leave signature out")));
  }
}
