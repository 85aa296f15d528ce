package io.slipway.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.conformance.ScriptedServer.Script;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  private static final Script HONEST = new HonestScript();

  private record Run(int exit, String out, String err) {}

  private static Run run(Script script, String... options) throws Exception {
    try (ScriptedServer server = new ScriptedServer(script)) {
      List<String> arguments = new ArrayList<>();
      arguments.add(server.uri() + "/");
      arguments.addAll(List.of("--model", HonestScript.ONE, "--large", "200000"));
      arguments.addAll(List.of(options));
      return run(arguments.toArray(String[]::new));
    }
  }

  private static Run run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            arguments);
    return new Run(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Script failing(String check) {
    Faults.Fault fault = Faults.all().getOrDefault(check, List.of()).getFirst();
    return request -> fault.answer(request, HONEST);
  }

  @Test
  void whatPassesEndsWithZero() throws Exception {
    Run run = run(HONEST, "--strict");

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out())
        .containsPattern("pass +required +infer.scored\n")
        .containsPattern("n/a +required +datatype.INT8 +the model has no tensor of this type\n")
        .containsPattern("required: [0-9]+ passed, 0 failed, [0-9]+ not applicable\n");
  }

  @Test
  void whatFailsIsShownWithTheSentenceThatSaysOtherwise() throws Exception {
    Run run = run(failing("infer.id-echoed"), "--only", "infer.id", "--only", "health");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("FAIL  required   infer.id-echoed")
        .contains("expected the request's id, found another")
        .contains("this identifier must be returned in the response")
        .contains("POST /v2/models/one/infer")
        .contains("200 application/json")
        .doesNotContain("binary");
  }

  @Test
  void aRecommendationCountsWhenItIsAskedFor() throws Exception {
    assertThat(run(failing("health.live-body")).exit()).isZero();
    assertThat(run(failing("health.live-body"), "--strict").exit()).isEqualTo(1);
  }

  @Test
  void programsReadJson() throws Exception {
    Run run = run(failing("infer.id-echoed"), "--format", "json", "--only", "infer.");

    Json.Obj report = (Json.Obj) JsonReader.read(run.out());
    assertThat(report.get("checks").orElseThrow().text())
        .contains("\"name\":\"infer.id-echoed\",\"level\":\"required\",\"result\":\"fail\"")
        .contains("\"name\":\"infer.scored\",\"level\":\"required\",\"result\":\"pass\"")
        .contains("\"sent\":\"POST /v2/models/one/infer");
    assertThat(report.get("counts").orElseThrow().text()).contains("\"failed\":1");
  }

  @Test
  void documentsTakeMarkdown() throws Exception {
    assertThat(run(failing("infer.id-echoed"), "--format", "markdown").out())
        .contains("| Inference | `infer.id-echoed` | required | **fail** |")
        .contains("| Health | `health.live` | required | pass |")
        .contains("**`infer.id-echoed`**: expected the request's id, found another");
  }

  @Test
  void aModelOfUnknownInputsIsCheckedWithARequestFromAFile(@TempDir Path folder) throws Exception {
    Path request = folder.resolve("request.json");
    Files.writeString(
        request,
        "{\"inputs\": [{\"name\": \"x\", \"shape\": [1, 4], \"datatype\": \"FP32\", \"data\": [1, 2, 3, 4]}]}");
    Script tellingNothing =
        asked ->
            asked.path().equals("/v2/models/one")
                ? HonestScript.json(200, Json.object().with("name", Json.of("one")))
                : HONEST.answer(asked);

    assertThat(run(tellingNothing, "--only", "infer.scored").out())
        .contains("n/a   required   infer.scored")
        .contains("--request gives none");
    assertThat(run(tellingNothing, "--only", "infer.scored", "--request", request.toString()).out())
        .contains("pass  required   infer.scored");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://localhost:1",
        "--model a",
        "localhost --model a",
        "http://localhost:1 --model",
        "http://localhost:1 --model a --format html",
        "http://localhost:1 --model a --timeout 0",
        "http://localhost:1 --model a --no-such-option",
        "http://localhost:1 --model a --grpc",
        "http://localhost:1 --model a --grpc localhost",
        "http://localhost:1 --model a --grpc localhost:65536",
        "http://localhost:1 --model a --grpc http://localhost:8081",
        "http://localhost:1 http://localhost:2 --model a",
      })
  void anUnclearCommandLineIsAnsweredWithTheUsage(String line) {
    Run run = run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("conformance: ").contains("usage: conformance URL");
  }

  @Test
  void aServerThatIsNotThereIsNoFailureOfTheServer() throws Exception {
    String gone;
    try (ScriptedServer server = new ScriptedServer(HONEST)) {
      gone = server.uri().toString();
    }
    Run run = run(gone, "--model", "one");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("conformance: ").doesNotContain("usage");
  }

  @Test
  void noCheckAtAllIsNoSuccess() throws Exception {
    assertThat(run(HONEST, "--only", "nothing").exit()).isEqualTo(2);
    assertThat(run(HONEST, "--only", "grpc.infer").err()).contains("need --grpc HOST:PORT");
  }

  @Test
  void whoDoesNotAskForGrpcIsToldThatItWasLeftOut() throws Exception {
    assertThat(run(HONEST, "--only", "infer.").out()).contains("\ngRPC: not asked for (--grpc)\n");
    assertThat(run(HONEST, "--only", "infer.", "--format", "markdown").out())
        .contains("\n- gRPC: not asked for (--grpc)\n");
    assertThat(run(HONEST, "--only", "infer.", "--format", "json").out())
        .contains("\"leftOut\":[\"gRPC: not asked for (--grpc)\"]");
  }

  @Test
  void whoAsksForGrpcWithoutItsClientIsToldWhereThatIs() throws Exception {
    Run run = run(HONEST, "--grpc", "[::1]:8081");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("run slipway-conformance-grpc").doesNotContain("usage");
  }
}
