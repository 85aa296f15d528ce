package io.slipway.registry.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.registry.rendition.Form;
import io.slipway.registry.rendition.Renditions;
import io.slipway.registry.validation.Reason.Kind;
import io.slipway.registry.validation.Verdict.Accepted;
import io.slipway.registry.validation.Verdict.Rejected;
import io.slipway.scoring.Engines;
import io.slipway.scoring.ModelFormat;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real files through the real process. Of the whole collection, where it is given, all with {@code
 * -Dslipway.long=true}; else those that are committed.
 */
@Timeout(120)
class ValidatorIT {
  private static final boolean ALL = Boolean.getBoolean("slipway.long");
  private static final boolean PMML =
      Engines.installed().engines().stream()
          .anyMatch(engine -> engine.formats().contains(ModelFormat.PMML));

  private static final long MIB = 1 << 20;
  private static final ValidationLimits LIMITS = limits(2048, 120);

  /** Where constant-bomb.onnx has the number of elements that it makes. */
  private static final int SHAPE_AT = 0x46;

  private static final String NO_PMML = "skipped: this build has no PMML engine";

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

  /** A version that is pushed: its files, the model first. */
  record Version(String name, List<VersionFile> files, ModelFormat format) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Version> good() {
    List<Version> versions = new ArrayList<>();
    for (TestModel model : ALL ? TestModels.available() : TestModels.committed()) {
      model.pmml().ifPresent(file -> versions.add(version(model, file, ModelFormat.PMML)));
      if (model.pmmlJsonContent() != TestModel.PmmlJson.ROWS_LOST) {
        model.pmmlJson().ifPresent(file -> versions.add(version(model, file, ModelFormat.PMML)));
      }
      model.onnx().ifPresent(file -> versions.add(version(model, file, ModelFormat.ONNX)));
    }
    return versions;
  }

  private static Version version(TestModel model, Path file, ModelFormat format) {
    List<VersionFile> files = new ArrayList<>(List.of(new VersionFile("model", file)));
    Path weights = model.folder().resolve("weights.bin");
    if (Files.exists(weights)) {
      files.add(new VersionFile("weights.bin", weights));
    }
    return new Version(model.id() + "/" + file.getFileName(), files, format);
  }

  static Stream<BadFile> bad() {
    return (ALL ? TestModels.badFiles() : TestModels.committedBadFiles())
        .stream().filter(file -> !file.kind().equals("request"));
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
    assumeTrue(PMML || version.format() != ModelFormat.PMML, NO_PMML);

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
    assumeTrue(PMML || bad.kind().equals("onnx") || bad.kind().equals("archive"), NO_PMML);

    Verdict verdict = verdict(new VersionFile("model.x", bad.unpackedIn(folder)));

    switch (bad.expectation()) {
      case REJECT -> assertThat(isServed(bad, verdict)).as("%s", verdict).isFalse();
      case ACCEPT -> assertThat(isServed(bad, verdict)).as("%s", verdict).isTrue();
      case EITHER -> assertThat(verdict).isNotNull();
    }
    if (verdict instanceof Rejected(List<Reason> reasons)) {
      assertThat(reasons).allSatisfy(reason -> assertThatItHelps(reason, folder));
    }
    assertThat(Path.of("/tmp/corpus-evil.txt")).doesNotExist();
  }

  /** As what it is meant to be: a document of PMML is that under any name, and no ONNX. */
  private static boolean isServed(BadFile bad, Verdict verdict) {
    ModelFormat meant = bad.kind().equals("onnx") ? ModelFormat.ONNX : ModelFormat.PMML;
    return verdict instanceof Accepted accepted && accepted.format() == meant;
  }

  private static void assertThatItHelps(Reason reason, Path folder) {
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
    assumeTrue(PMML, NO_PMML);
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
    assumeTrue(PMML, NO_PMML);
    String field = "<DataField name=\"x\" optype=\"continuous\" dataType=\"double\"/>";

    Verdict verdict =
        verdict(limits(448, 60), List.of(file("model.pmml", dictionary(field.repeat(600_000)))));

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

    assertThat(reasons(verdict(limits(1024, 60), List.of(new VersionFile("model.onnx", smaller)))))
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
    assumeTrue(PMML, NO_PMML);
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
