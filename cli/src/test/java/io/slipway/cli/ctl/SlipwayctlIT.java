package io.slipway.cli.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.cli.command.Console.Screen;
import io.slipway.testing.registry.LocalRegistry;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against the real registry. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlipwayctlIT {
  private static final String MODEL =
      TestModels.committedFolder().resolve("onnx-zipmap-string/model.onnx").toString();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final LocalRegistry registry;
  private Instant between = Instant.EPOCH;

  SlipwayctlIT(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.registry = LocalRegistry.in(folder);
  }

  /** Two versions of one model, the second learnt from the first and promoted after it. */
  @BeforeAll
  void publishTwice() {
    Run first = run("push", "churn", MODEL, "--run", "r1", "--alias", "champion");
    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out())
        .matches(
            "churn 1 is ready: sha256:[0-9a-f]{64} \\(ONNX, 143 B\\)\n@champion points to 1, and is"
                + " new\n");
    assertThat(first.err())
        .isEqualTo("made the model churn, which was not there\nsending model.onnx (143 B)\n");
    between = Instant.now();

    Run second =
        run(
            "push",
            "churn",
            MODEL,
            "--run=r2",
            "--parent=@champion",
            "--metric=auc=0.91",
            "--metric=loss=0.2",
            "--dataset=s3://data/churn#2026-11",
            "--code=https://git.example.org/churn#abc123",
            "--producer=scikit-learn 1.7",
            "--cycle=2",
            "--meta=team=risk",
            "--alias=@champion",
            "--reason=better");
    assertThat(second.exit()).as(second.err()).isZero();
    assertThat(second.out())
        .contains("churn 2 is ready: sha256:")
        .endsWith("@champion points to 2, and pointed to 1\n");
    assertThat(second.err()).as("the bytes are there already").isEmpty();
  }

  @AfterAll
  void close() throws IOException {
    registry.close();
  }

  @Test
  void versionsAreListed() {
    Run run = run("versions", "churn");

    assertThat(run.exit()).isZero();
    assertThat(run.out().lines().map(line -> line.replaceAll(" +", " ")))
        .satisfiesExactly(
            heading ->
                assertThat(heading)
                    .isEqualTo("VERSION STATE FORMAT SIZE DIGEST PARENT ALIASES AGE BY"),
            second ->
                assertThat(second)
                    .startsWith("2 READY ONNX 143 B sha256:")
                    .contains(" @champion ")
                    .endsWith(" trainer"),
            first -> assertThat(first).startsWith("1 READY ONNX 143 B sha256:"));
  }

  @Test
  void aVersionIsShownWithItsLineage() {
    String out = run("versions", "churn", "@champion").out();

    assertThat(out.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains(
            "churn 2 READY",
            "run r2",
            "producer scikit-learn 1.7",
            "cycle 2",
            "code https://git.example.org/churn abc123",
            "data s3://data/churn 2026-11",
            "metric auc = 0.91",
            "metric loss = 0.2",
            "team risk",
            "inputs x FP32");
  }

  @Test
  void programsGetAllOfItAsJson() throws IOException {
    JsonNode list = json(run("versions", "churn", "-o", "json"));
    assertThat(list.at("/versions/0/version").intValue()).isEqualTo(2);
    assertThat(list.at("/aliases/0/alias").textValue()).isEqualTo("champion");

    JsonNode one = json(run("versions", "churn", "1", "-o", "json"));
    assertThat(one.at("/manifest/lineage/trainingRun").textValue()).isEqualTo("r1");

    JsonNode pushed = json(run("push", "churn", MODEL, "--run", "r1", "-o", "json"));
    assertThat(pushed.at("/version").intValue()).isEqualTo(1);

    JsonNode alias = json(run("alias", "get", "churn", "champion", "-o", "json"));
    assertThat(alias.at("/version").intValue()).isEqualTo(2);
  }

  @Test
  void pushedAgainItIsTheSameVersion() {
    Run run = run("push", "churn", MODEL, "--run", "r1");

    assertThat(run.out()).startsWith("churn 1 is ready, and was there before: sha256:");
  }

  @Test
  void whatIsPulledIsVerified(@TempDir Path target) throws IOException {
    Run run = run("pull", "churn", "@champion", "-d", target.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out())
        .matches("churn 2 is in .*, verified: sha256:[0-9a-f]{64} \\(1 file, 143 B\\)\n");
    assertThat(target.resolve("model.onnx")).hasSameBinaryContentAs(Path.of(MODEL));
  }

  @Test
  void aFileThatIsInTheWayStays(@TempDir Path target) throws IOException {
    Files.writeString(target.resolve("model.onnx"), "mine");

    Run run = run("pull", "churn", "2", "-d", target.toString());

    assertThat(run.exit()).isEqualTo(Exit.REFUSED);
    assertThat(run.err())
        .isEqualTo(
            target.resolve("model.onnx")
                + ": there is another file already.\n"
                + "name another folder, or take that file away.\n");
    assertThat(target.resolve("model.onnx")).hasContent("mine");
  }

  @Test
  void bytesThatTheRegistryLostAreNoModel(@TempDir Path other, @TempDir Path target)
      throws IOException {
    try (LocalRegistry spoilt = LocalRegistry.in(other)) {
      Map<String, String> variables = variables(spoilt, LocalRegistry.TRAINER);
      Run.of(variables, Screen.FILE, "push", "churn", MODEL);
      try (var files = Files.walk(other.resolve("data/blobs"))) {
        for (Path blob : files.filter(Files::isRegularFile).toList()) {
          if (Files.size(blob) == 143) {
            byte[] bytes = Files.readAllBytes(blob);
            bytes[70] ^= 1;
            blob.toFile().setWritable(true);
            Files.write(blob, bytes);
          }
        }
      }

      Run run = Run.of(variables, Screen.FILE, "pull", "churn", "1", "-d", target.toString());

      assertThat(run.exit()).isIn(Exit.FAILED, Exit.REGISTRY);
      assertThat(target.resolve("model.onnx")).doesNotExist();
      assertThat(run.err()).as("says why and what to do").hasLineCount(3);
    }
  }

  @Test
  void anAliasMovesOnlyFromWhereItIsBelievedToBe() {
    assertThat(run("alias", "set", "churn", "challenger", "1", "--expect=none").out())
        .isEqualTo("@challenger points to 1, and is new\n");

    Run late = run("alias", "set", "churn", "challenger", "2", "--expect=none");
    assertThat(late.exit()).isEqualTo(Exit.REFUSED);
    assertThat(late.err())
        .startsWith("models/churn/aliases/challenger: it points to version 1, set by trainer at ")
        .endsWith("decide anew: see with slipwayctl history churn, and give --expect.\n");

    assertThat(run("alias", "set", "churn", "challenger", "2", "--expect=1").out())
        .isEqualTo("@challenger points to 2, and pointed to 1\n");
    assertThat(run("alias", "get", "churn").out()).contains("@champion").contains("@challenger");
    assertThat(run("alias", "remove", "churn", "challenger", "--reason=over").out())
        .isEqualTo("@challenger is gone, and pointed to 2\n");
    assertThat(run("alias", "get", "churn", "challenger").exit()).isEqualTo(Exit.REGISTRY);
  }

  @Test
  void historyTellsWhatHappenedAndWhatWas() {
    assertThat(run("history", "churn").out())
        .contains("@champion 1 -> 2")
        .contains("better")
        .contains("@champion -> 1");

    assertThat(
            run("history", "churn", "--at", between.toString())
                .out()
                .lines()
                .map(line -> line.replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith("@champion 1 "));
    assertThat(run("history", "churn", "--at", "yesterday").err())
        .contains("write one like 2026-11-03T12:00:00Z");
  }

  @Test
  void whatIsNoModelIsRejectedWithTheReason(@TempDir Path other) throws IOException {
    Path pickle = Files.write(other.resolve("model.pkl"), new byte[] {(byte) 0x80, 4, 'N', '.'});

    Run run = run("push", "pickled", pickle.toString());

    assertThat(run.exit()).isEqualTo(Exit.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains("pickled 1: rejected by the registry's validation; correct it and push it again")
        .contains("model.pkl");
    assertThat(run("pull", "pickled", "1", "-d", other.toString()).exit()).isEqualTo(Exit.REFUSED);
  }

  @Test
  void whatIsNotThereOrNotAllowedIsNamed() {
    Run none = run("versions", "churn", "77");
    assertThat(none.exit()).isEqualTo(Exit.REGISTRY);
    assertThat(none.err()).startsWith("models/churn/versions/77: ").hasLineCount(2);

    assertThat(run("versions", "nothing").err())
        .isEqualTo(
            """
            models/nothing: there is no such model.
            push its first version with: slipwayctl push nothing PATH, or correct the name.
            """);

    Run reader =
        Run.of(variables(registry, LocalRegistry.READER), Screen.FILE, "push", "churn", MODEL);
    assertThat(reader.exit()).isEqualTo(Exit.REGISTRY);
    assertThat(reader.err()).contains("push");

    Run file = run("push", "churn", folder.resolve("nothing.onnx").toString());
    assertThat(file.exit()).isEqualTo(Exit.USAGE);
    assertThat(file.err())
        .isEqualTo(
            folder.resolve("nothing.onnx")
                + ": there is no such file or folder; name the exported model\n");
  }

  @Test
  void theRegistryAndTheTokenAreNamedByOptionsOrVariables(@TempDir Path other) throws IOException {
    Path token = Files.writeString(other.resolve("token"), LocalRegistry.READER + "\n");

    assertThat(
            Run.of(
                    Map.of(),
                    Screen.FILE,
                    "versions",
                    "churn",
                    "--registry=" + registry.address(),
                    "--token-file=" + token)
                .exit())
        .isZero();
    assertThat(
            Run.of(
                    Map.of(
                        RegistryOptions.REGISTRY,
                        registry.address() + "/",
                        RegistryOptions.TOKEN_FILE,
                        token.toString()),
                    Screen.FILE,
                    "versions",
                    "churn")
                .exit())
        .isZero();

    Run nameless = Run.of(Map.of(), Screen.FILE, "versions", "churn");
    assertThat(nameless.exit()).isEqualTo(Exit.USAGE);
    assertThat(nameless.err())
        .isEqualTo("no registry is named: give --registry, or set SLIPWAY_REGISTRY\n");
  }

  @Test
  void onATerminalProgressIsABarThatIsGoneInTheEnd(@TempDir Path other) throws IOException {
    Path files = Files.createDirectory(other.resolve("churn"));
    Files.copy(Path.of(MODEL), files.resolve("model.onnx"));
    Files.writeString(files.resolve("notes.txt"), "0123456789abcdef".repeat(4 << 20));

    Run run =
        Run.of(
            variables(registry, LocalRegistry.TRAINER),
            Screen.TERMINAL,
            "push",
            "large",
            files.toString(),
            "--file=model.onnx");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("\rsending  [=")
        .contains(" MB of 67.1 MB")
        .contains("notes.txt");
    assertThat(run.err()).endsWith("\r\u001b[K");
  }

  private Run run(String... words) {
    return Run.of(variables(registry, LocalRegistry.TRAINER), Screen.FILE, words);
  }

  private static Map<String, String> variables(LocalRegistry registry, String token) {
    return Map.of(RegistryOptions.REGISTRY, registry.address(), RegistryOptions.TOKEN, token);
  }

  private static JsonNode json(Run run) throws IOException {
    assertThat(run.exit()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }
}
