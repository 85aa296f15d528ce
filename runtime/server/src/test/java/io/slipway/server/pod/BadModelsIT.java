package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Engines;
import io.slipway.server.pod.BadModelPods.Report;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile and malformed models on the pod's whole way, from the mounted source to an answer, in a
 * process that may die of them and must not.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadModelsIT {
  private static final Set<String> LOAD_REASONS =
      Set.of(
          "FormatUnknown",
          "FormatMismatch",
          "ModelInvalid",
          "ModelUnsupported",
          "ModelTooLarge",
          "LoadTimeout",
          "WarmUpFailed",
          "OutOfMemory");

  @TempDir Path folder;
  private Map<String, Report> reports = Map.of();
  private String output = "";

  static List<BadFile> files() {
    return BadModelPods.files();
  }

  @BeforeAll
  void aPodForEach(@TempDir Path work) throws Exception {
    Path lines = work.resolve("lines");
    Path log = work.resolve("log");
    Process process =
        ChildJvm.bounded(
            BadModelPods.class,
            List.of(work.resolve("pods").toString(), lines.toString()),
            Map.of(),
            log);
    if (!process.waitFor(240, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
    List<String> logged = Files.readAllLines(log);
    output = String.join("\n", logged.subList(Math.max(0, logged.size() - 40), logged.size()));
    reports = Files.exists(lines) ? BadModelPods.read(lines) : Map.of();
  }

  @ParameterizedTest
  @MethodSource("files")
  void aBadModelGetsAReasonAndHarmsNobody(BadFile file) {
    assumeTrue(hasEngine(file), "the engine of this format is not on the class path");
    Report report = reports.get(file.name());
    assertThat(report).as("the process died before or of it:%n%s", output).isNotNull();

    assertThat(report.alive()).isTrue();
    assertThat(report.millis()).isLessThan(30_000);
    switch (file.expectation()) {
      case REJECT -> assertThat(isRefused(report)).as("%s", report).isTrue();
      case ACCEPT -> assertThat(report.state()).as("%s", report).isEqualTo("Ready");
      case EITHER -> assertThat(report.state()).as("%s", report).isIn("Ready", "Failed");
    }
    if (report.state().equals("Failed")) {
      assertThat(report.reason()).as(report.message()).isIn(LOAD_REASONS);
      assertThat(report.message()).hasSizeGreaterThan(20);
    }
    assertThat(report.message() + report.answer())
        .doesNotContain("/etc/", "/dev/", "/var/", "/tmp/", "root:", "\tat ", "Exception")
        .doesNotContain(file.file().toAbsolutePath().toString())
        .hasSizeLessThan(1_000);
    assertThat(Path.of("/tmp/corpus-evil.txt")).doesNotExist();
  }

  private static boolean isRefused(Report report) {
    return report.state().equals("Failed") || report.scored() >= 400;
  }

  /** Archives are nobody's, with or without engines. */
  private static boolean hasEngine(BadFile file) {
    boolean pmml =
        Engines.installed().engines().stream().anyMatch(engine -> engine.name().equals("jpmml"));
    return pmml || file.kind().equals("onnx") || file.kind().equals("archive");
  }

  /** The program itself, as the operator starts it to look at a model. */
  @ParameterizedTest
  @CsvSource({
    "pmml/ok-tiny.pmml, 0, ''",
    "onnx/ok-tiny.onnx, 0, ''",
    "pmml/xxe-file.pmml, 1, ModelInvalid",
    "json/truncated.json, 1, ModelInvalid",
    "onnx/custom-domain.onnx, 1, ModelUnsupported",
    "onnx/constant-bomb.onnx, 1, ModelTooLarge",
    "archive/zip-slip.zip, 1, FormatUnknown",
  })
  void theResolverLeavesTheReasonAsItsLastWord(String name, int exit, String reason)
      throws Exception {
    BadFile file =
        TestModels.committedBadFiles().stream()
            .filter(bad -> bad.name().equals(name))
            .findFirst()
            .orElseThrow();
    assumeTrue(hasEngine(file), "the engine of this format is not on the class path");
    PodFolder mounts = new PodFolder(folder).revision("unused", file.content());
    Files.delete(folder.resolve("revision/revision.json"));
    mounts.variable("SLIPWAY_MODEL_URI", "configmap://models/m.pmml");
    Path log = folder.resolve("log");

    Process process = ChildJvm.bounded(Main.class, List.of("--resolve"), mounts.variables(), log);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    JsonNode lastWord = new ObjectMapper().readTree(Files.readAllBytes(mounts.termination()));
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(exit);
    assertThat(lastWord.path("reason").asText()).as("%s", lastWord).isEqualTo(reason);
    assertThat(lastWord.has("resolved")).isEqualTo(exit == 0);
  }
}
