package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.registry.rendition.Form;
import io.slipway.registry.rendition.Renditions;
import io.slipway.registry.validation.Reason.Kind;
import io.slipway.registry.validation.Verdict.Accepted;
import io.slipway.registry.validation.Verdict.Rejected;
import io.slipway.registry.validation.Versions.Version;
import io.slipway.scoring.ModelFormat;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files through a process each, as versions are validated. With {@code -Dslipway.long=true} all
 * that there are; else few.
 */
@Timeout(300)
class ValidatorIT {
  private static final boolean ALL = Boolean.getBoolean("slipway.long");
  private static final boolean PMML = Versions.hasEngineFor(ModelFormat.PMML);

  private static final long MIB = 1 << 20;
  private static final ValidationLimits LIMITS = limits(2048, 200);

  /** Where constant-bomb.onnx has the number of elements that it makes. */
  private static final int SHAPE_AT = 0x46;

  /** One of each kind: {@link ExaminationIT} has all. */
  private static final List<String> SOME =
      List.of(
          "pmml/ok-tiny.pmml",
          "pmml/xxe-file.pmml",
          "pmml/deep-predicate.pmml.gz",
          "json/truncated.json",
          "onnx/ok-tiny.onnx",
          "onnx/custom-domain.onnx",
          "onnx/infinite-loop.onnx",
          "archive/zip-slip.zip");

  @TempDir Path folder = Path.of("");
  private Path derived = Path.of("");

  @BeforeEach
  void makeFolders() throws IOException {
    derived = Files.createDirectory(folder.resolve("derived"));
  }

  private static ValidationLimits limits(int mebibytes, int seconds) {
    return ValidationLimits.of(mebibytes * MIB, Duration.ofSeconds(seconds));
  }

  /** The first of the files is the model. */
  private Verdict verdict(ValidationLimits limits, List<VersionFile> files) throws Exception {
    return Validator.open(folder.resolve("validation"), limits)
        .validate(files, files.getFirst().path(), derived);
  }

  static List<Version> good() {
    return (ALL ? TestModels.available() : TestModels.committed())
        .stream().flatMap(model -> Versions.good(model).stream()).toList();
  }

  static List<BadFile> bad() {
    return (ALL ? TestModels.badFiles() : TestModels.committedBadFiles())
        .stream()
            .filter(file -> !file.kind().equals("request"))
            .filter(file -> ALL || SOME.contains(file.name()))
            .toList();
  }

  private Verdict verdict(VersionFile... files) throws Exception {
    return verdict(LIMITS, List.of(files));
  }

  private VersionFile file(String path, String text) throws IOException {
    return new VersionFile(
        path, Files.writeString(Files.createTempFile(folder, "pushed", ""), text));
  }

  private static List<Reason> reasons(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Rejected.class);
    return ((Rejected) verdict).reasons();
  }

  @ParameterizedTest
  @MethodSource("good")
  void aModelThatServesIsAccepted(Version version) throws Exception {
    assumeTrue(PMML || version.format() != ModelFormat.PMML, Versions.NO_PMML);

    Verdict verdict = verdict(LIMITS, version.files());

    assertThat(verdict).isInstanceOf(Accepted.class);
    Accepted accepted = (Accepted) verdict;
    assertThat(accepted.format()).isEqualTo(version.format());
    assertThat(accepted.signature().outputs()).isNotEmpty();
    assertThat(accepted.renditions().original().file())
        .isEqualTo(version.files().getFirst().bytes());
    try (Stream<Path> left = Files.list(folder.resolve("validation"))) {
      assertThat(left).as("what is left of the validation").isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void aBadFileIsRejectedWithAReason(BadFile bad) throws Exception {
    assumeTrue(PMML || bad.kind().equals("onnx") || bad.kind().equals("archive"), Versions.NO_PMML);
    Version version = Versions.bad(bad, folder);

    Verdict verdict = verdict(LIMITS, version.files());

    boolean letIn = verdict instanceof Accepted accepted && accepted.format() == version.format();
    switch (bad.expectation()) {
      case REJECT -> assertThat(letIn).as("%s", verdict).isFalse();
      case ACCEPT -> assertThat(letIn).as("%s", verdict).isTrue();
      case EITHER -> assertThat(verdict).isNotNull();
    }
    if (verdict instanceof Rejected(List<Reason> reasons)) {
      assertThat(reasons).allSatisfy(reason -> Versions.assertThatItHelps(reason, folder));
    }
  }

  private static VersionFile committed(String path, String id) {
    return new VersionFile(path, TestModels.committed(id).onnx().orElseThrow());
  }

  @Test
  void aPickleBesideAModelIsRefused() throws Exception {
    Verdict verdict =
        verdict(
            committed("model.onnx", "onnx-multi-io"),
            file("scaler.bin", "cposix\nsystem\np0\n(Vtrue\np1\ntp2\nRp3\n."));

    assertThat(reasons(verdict))
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(Kind.FORMAT_REFUSED);
              assertThat(reason.sentence()).startsWith("scaler.bin: it is a Python pickle");
            });
  }

  @Test
  void notesAndOtherModelsBesideAModelAreFine() throws Exception {
    Verdict verdict =
        verdict(
            committed("a/model.onnx", "onnx-multi-io"),
            file("README.md", "# Churn"),
            committed("a/before.onnx", "onnx-zipmap-string"));

    assertThat(verdict).isInstanceOf(Accepted.class);
    assertThat(((Accepted) verdict).renditions().original().name()).isEqualTo("a/model.onnx");
  }

  @Test
  void weightsAreReadFromFilesOfTheVersionAndNoOthers() throws Exception {
    assertThat(reasons(verdict(committed("model.onnx", "onnx-external-data"))))
        .singleElement()
        .satisfies(
            reason ->
                assertThat(reason.sentence())
                    .contains("weights.bin")
                    .contains("is not beside the model"));
  }

  @Test
  void aFileThatIsNoModelIsSaidToBeWhatItIs() throws Exception {
    assertThat(reasons(verdict(file("b.html", "<html></html>"), file("a.txt", "hello"))))
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(Kind.FORMAT_UNKNOWN);
              assertThat(reason.sentence()).startsWith("b.html: the file is a web page");
            });
  }

  @Test
  void aModelThatTakesTooLongIsRejectedForIt() throws Exception {
    assumeTrue(PMML, Versions.NO_PMML);
    // More than a second's work: an element is made an object, and each is looked at several times.
    String fields = "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>";

    Verdict verdict =
        verdict(limits(4096, 1), List.of(file("model.pmml", dictionary(fields.repeat(500_000)))));

    assertThat(reasons(verdict))
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(Kind.LOAD_TIMEOUT);
              assertThat(reason.sentence()).startsWith("model.pmml: ").contains("1 s");
            });
  }

  @Test
  void aModelThatTakesTooMuchMemoryIsRejectedForIt() throws Exception {
    assumeTrue(PMML, Versions.NO_PMML);
    String field = "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>";

    Verdict verdict =
        verdict(limits(448, 200), List.of(file("model.pmml", dictionary(field.repeat(600_000)))));

    assertThat(reasons(verdict))
        .singleElement()
        .hasFieldOrPropertyWithValue("kind", Kind.MODEL_TOO_LARGE);
  }

  /** A constant of 1.6 GB, which is made when the model scores: none of it is heap. */
  @Test
  void memoryBesideTheHeapIsBoundedToo() throws Exception {
    byte[] bomb =
        Files.readAllBytes(TestModels.committedFolder().resolve("bad/onnx/constant-bomb.onnx"));
    ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putLong(SHAPE_AT, 400_000_000);
    Path smaller = Files.write(folder.resolve("bomb"), bomb);

    assertThat(reasons(verdict(limits(1024, 200), List.of(new VersionFile("model.onnx", smaller)))))
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.kind()).isEqualTo(Kind.WARM_UP_FAILED);
              assertThat(reason.sentence())
                  .startsWith("model.onnx: the model loads and scores no row")
                  .contains("Failed to allocate memory for requested buffer of size 1600000000");
            });
  }

  private static String dictionary(String fields) {
    return "<PMML version=\"4.4\" xmlns=\"http://www.dmg.org/PMML-4_4\"><Header/><DataDictionary>"
        + fields
        + "</DataDictionary></PMML>";
  }

  @Test
  void pmmlIsDerivedAsJsonWithItsVerificationRowsBesideIt() throws Exception {
    assumeTrue(PMML, Versions.NO_PMML);
    Path model = TestModels.committed("sk-logreg-multiclass-iris").pmml().orElseThrow();

    Accepted accepted = (Accepted) verdict(new VersionFile("iris.pmml", model));

    Renditions renditions = accepted.renditions();
    Form json = renditions.json().orElseThrow();
    assertThat(json.mediaType()).isEqualTo("application/pmml+json");
    assertThat(json.file()).hasSize(json.size()).content().startsWith("{\"PMML\":");
    assertThat(renditions.verification().orElseThrow().file())
        .content()
        .contains("\"role\":\"input\"")
        .contains("\"rows\":[{");
    assertThat(renditions.smaller().size())
        .isEqualTo(Math.min(json.size(), renditions.original().size()));
    assertThat(renditions.smallerGzipped().gzippedSize())
        .isEqualTo(Math.min(json.gzippedSize(), renditions.original().gzippedSize()));
  }
}
