package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.server.traffic.TestOperator;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process: its exit codes, its last words and its log. */
@Timeout(120)
class MainIT {
  private static final byte[] MODEL = ScriptedEngine.model("7");

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final TestOperator operator = new TestOperator();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start(PodFolder mounts, String... args) throws Exception {
    Process process =
        ChildJvm.start(
            Main.class,
            List.of("-Xmx128m", "-XX:+ExitOnOutOfMemoryError"),
            List.of(args),
            mounts.variables(),
            log());
    processes.add(process);
    return process;
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static int exitOf(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  private static JsonNode lastWord(PodFolder mounts) throws Exception {
    return new JsonMapper().readTree(Files.readAllBytes(mounts.termination()));
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void onSigtermItAnswersToTheEndAndEndsWithZero() throws Exception {
    int port = freePort();
    PodFolder mounts =
        new PodFolder(folder)
            .revision("blue", MODEL)
            .traffic(operator, operator.document(1, 1, "", 0))
            .variable("SLIPWAY_HTTP_PORT", String.valueOf(port));
    Process process = start(mounts);
    URI ready = URI.create("http://127.0.0.1:" + port + "/v2/health/ready");
    try (HttpClient client = HttpClient.newHttpClient()) {
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(
              () ->
                  client
                          .send(
                              HttpRequest.newBuilder(ready).build(),
                              HttpResponse.BodyHandlers.discarding())
                          .statusCode()
                      == 200);
    }
    try (KeepAliveCallers callers = KeepAliveCallers.start(4, () -> port)) {
      await().until(() -> callers.answered() > 20);
    }
    process.destroy();

    assertThat(exitOf(process)).as(Files.readString(log())).isZero();
    assertThat(mounts.termination()).isEmptyFile();
    for (String line : Files.readAllLines(log())) {
      if (!line.startsWith("{")) {
        continue;
      }
      JsonNode fields = new JsonMapper().readTree(line);
      assertThat(fields.path("message").textValue()).isNotBlank();
      assertThat(fields.path("namespace").textValue()).isEqualTo("fraud");
      assertThat(fields.path("name").textValue()).isEqualTo("churn");
      assertThat(fields.path("revision").textValue()).isEqualTo("blue");
    }
    assertThat(log()).content().contains("\"state\":\"Ready\"").contains("\"message\":\"left\"");
  }

  @Test
  void aRehearsalTriesItsModelsAndThenServes() throws Exception {
    PodFolder mounts =
        new PodFolder(folder)
            .revision("blue", MODEL)
            .traffic(operator, operator.document(1, 1, "", 0));
    Path models = Files.createDirectories(folder.resolve("rehearsal"));
    Files.write(models.resolve("a"), ScriptedEngine.model("1"));
    Files.write(models.resolve("b"), ScriptedEngine.model("2"));

    Process process = start(mounts, "--rehearse");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.readString(log()).contains("\"state\":\"Ready\""));
    process.destroy();

    assertThat(exitOf(process)).as(Files.readString(log())).isZero();
    assertThat(Files.readString(log()).split("warmed up", -1)).hasSize(1 + 3);
  }

  @Test
  void aRehearsalOfWhatIsNoModelEndsIt() throws Exception {
    PodFolder mounts = new PodFolder(folder).revision("blue", MODEL);
    Path models = Files.createDirectories(folder.resolve("rehearsal"));
    Files.write(models.resolve("a"), ScriptedEngine.model("invalid"));

    assertThat(exitOf(start(mounts, "--rehearse"))).isEqualTo(1);
    assertThat(lastWord(mounts).path("reason").textValue()).isEqualTo("ModelInvalid");
  }

  @ParameterizedTest
  @CsvSource({
    "invalid, 1, ModelInvalid",
    "overflows, 1, ModelTooLarge",
    "faults, 1, WarmUpFailed",
    "defect, 2, Internal",
  })
  void aModelThatCannotBeServedEndsItWithTheReason(String script, int exit, String reason)
      throws Exception {
    PodFolder mounts = new PodFolder(folder).revision("blue", ScriptedEngine.model(script));
    assertThat(exitOf(start(mounts))).as(Files.readString(log())).isEqualTo(exit);
    assertThat(lastWord(mounts).path("reason").textValue()).isEqualTo(reason);
  }

  @Test
  void aProcessThatEndsWithoutAWordWhileItLoadsHasSaidWhy() throws Exception {
    PodFolder mounts = new PodFolder(folder).revision("blue", ScriptedEngine.model("hangs"));
    Process process = start(mounts);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Files.exists(mounts.termination()) && Files.size(mounts.termination()) > 0);
    process.destroyForcibly();

    assertThat(exitOf(process)).isEqualTo(137);
    assertThat(lastWord(mounts).path("reason").textValue()).isEqualTo("OutOfMemory");
    assertThat(lastWord(mounts).path("message").textValue()).contains("resources.limits.memory");
  }

  @Test
  void whatMakesNoSenseEndsItBeforeAnythingBegins() throws Exception {
    PodFolder mounts =
        new PodFolder(folder).revision("blue", MODEL).variable("SLIPWAY_LOAD_TIMEOUT", "soon");
    assertThat(exitOf(start(mounts))).isEqualTo(1);
    assertThat(lastWord(mounts).path("reason").textValue()).isEqualTo("ConfigInvalid");
    assertThat(lastWord(mounts).path("message").textValue()).contains("SLIPWAY_LOAD_TIMEOUT");
  }

  private PodFolder resolving(byte[] model) throws Exception {
    PodFolder mounts = new PodFolder(folder).revision("unused", model);
    Files.delete(folder.resolve("revision/revision.json"));
    return mounts.variable("SLIPWAY_MODEL_URI", "configmap://models/m.pmml");
  }

  @Test
  void aResolverSaysWhatItFound() throws Exception {
    PodFolder mounts = resolving(MODEL);
    assertThat(exitOf(start(mounts, "--resolve"))).as(Files.readString(log())).isZero();
    JsonNode resolved = lastWord(mounts).path("resolved");
    assertThat(resolved.path("digest").textValue()).isEqualTo(PodFolder.digestOf(MODEL));
    assertThat(resolved.path("format").textValue()).isEqualTo("PMML");
    assertThat(resolved.path("bytes").intValue()).isEqualTo(MODEL.length);
  }

  @Test
  void aResolverOfATeamsOwnFormatReadsNoModel() throws Exception {
    byte[] unknown = {1, 2, 3};
    PodFolder mounts = resolving(unknown);
    assertThat(exitOf(start(mounts, "--resolve-digest"))).as(Files.readString(log())).isZero();
    JsonNode resolved = lastWord(mounts).path("resolved");
    assertThat(resolved.path("digest").textValue()).isEqualTo(PodFolder.digestOf(unknown));
    assertThat(resolved.has("format")).isFalse();
  }

  @Test
  void aResolverThatFindsNoModelSaysWhy() throws Exception {
    PodFolder mounts = resolving(MODEL).variable("SLIPWAY_MODEL_FORMAT", "ONNX");
    assertThat(exitOf(start(mounts, "--resolve"))).isEqualTo(1);
    assertThat(lastWord(mounts).path("reason").textValue()).isEqualTo("FormatMismatch");
  }
}
