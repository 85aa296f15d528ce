package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.scoring.Engines;
import io.slipway.server.contract.ContractExamples;
import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.traffic.TestOperator;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One pod, from its first moment to its last, as the operator and callers see it. */
@Timeout(60)
class PodTest {
  private static final byte[] MODEL = ScriptedEngine.model("7");

  @TempDir Path folder;
  private final TestOperator operator = new TestOperator();
  private final RunningPod.Network network = new RunningPod.Network();

  private PodFolder mounts() throws Exception {
    return new PodFolder(folder)
        .revision("blue", MODEL)
        .traffic(operator, operator.document(1, 1, "", 0));
  }

  private RunningPod ready(PodFolder mounts) throws Exception {
    RunningPod pod = RunningPod.start(mounts, network).awaitPrepared();
    assertThat(pod.status().path("state").textValue())
        .as(pod.status().toString())
        .isEqualTo("Ready");
    return pod;
  }

  @BeforeEach
  void theRevisionHasNoOtherPods() {
    network.ready("blue");
  }

  @Test
  void aReadyPodScoresAndSaysWhatScored() throws Exception {
    try (RunningPod pod = ready(mounts())) {
      HttpResponse<String> answer = pod.score();

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Slipway-Revision")).contains("blue");
      assertThat(answer.headers().firstValue("Slipway-Version")).contains("7");
      assertThat(answer.headers().firstValue("Slipway-Digest")).contains(PodFolder.digestOf(MODEL));
      assertThat(answer.headers().firstValue("Connection")).isEmpty();
      assertThat(pod.get("/ready").statusCode()).isEqualTo(200);
      assertThat(pod.get("/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theStatusHasEveryFieldOfTheExample() throws Exception {
    try (RunningPod pod = behind(new HastyEngine(Optional.of("7")))) {
      pod.score();
      JsonNode example = new JsonMapper().readTree(ContractExamples.read("status.json"));
      JsonNode status = pod.status();

      assertSameShape("status", example, status);
      assertThat(status.path("contract").intValue()).isOne();
      assertThat(status.path("pod").path("startedAt").textValue())
          .isEqualTo("2026-11-01T08:00:00Z");
      assertThat(status.path("requests").path("callers").intValue()).isOne();
      assertThat(status.path("requests").path("answeredBy").path("blue").intValue()).isOne();
      assertThat(status.path("model").path("bytes").intValue()).isEqualTo(MODEL.length);
    }
  }

  private static void assertSameShape(String where, JsonNode example, JsonNode actual) {
    assertThat(actual.getNodeType()).as(where).isEqualTo(example.getNodeType());
    if (example.isObject() && !where.endsWith("answeredBy")) {
      for (var field : example.properties()) {
        assertSameShape(
            where + "." + field.getKey(), field.getValue(), actual.path(field.getKey()));
      }
    }
  }

  @Test
  void whileItFetchesItSaysSoAndWhy() throws Exception {
    PodFolder mounts =
        mounts().revision("blue", "http://127.0.0.1:1/m.pmml", PodFolder.digestOf(MODEL));
    try (RunningPod pod = RunningPod.start(mounts, network)) {
      await().until(() -> pod.status().path("reason").textValue().equals("SourceLost"));

      assertThat(pod.status().path("state").textValue()).isEqualTo("Fetching");
      assertThat(pod.status().path("message").textValue()).contains("connection is refused");
      assertThat(pod.get("/live").statusCode()).isEqualTo(200);
      assertThat(pod.get("/ready").statusCode()).isEqualTo(503);
      assertThat(pod.get("/traffic").statusCode()).isEqualTo(404);
      assertThat(pod.get("/model/" + PodFolder.digestOf(MODEL)).statusCode()).isEqualTo(404);
      assertThat(pod.score().statusCode()).isEqualTo(503);

      pod.leave().join();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "invalid, ModelInvalid",
    "overflows, ModelTooLarge",
    "exhausts, OutOfMemory",
    "faults, WarmUpFailed",
    "throws, WarmUpFailed",
    "defect, Internal",
  })
  void aModelThatCannotBeServedFailsThePodWithItsReason(String script, String reason)
      throws Exception {
    PodFolder mounts = mounts().revision("blue", ScriptedEngine.model(script));
    try (RunningPod pod = RunningPod.start(mounts, network).awaitPrepared()) {
      assertThat(pod.status().path("state").textValue()).isEqualTo("Failed");
      assertThat(pod.status().path("reason").textValue()).isEqualTo(reason);
      assertThat(pod.get("/ready").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void aModelThatRefusesMadeUpRowsIsServed() throws Exception {
    try (RunningPod pod = ready(mounts().revision("blue", ScriptedEngine.model("refuses")))) {
      assertThat(pod.score().statusCode()).isEqualTo(400);
    }
  }

  @Test
  void bytesThatAreNotThePinnedOnesAreNotLoaded() throws Exception {
    PodFolder mounts = mounts();
    Files.write(mounts.source().resolve("m.pmml"), ScriptedEngine.model("8"));
    try (RunningPod pod = RunningPod.start(mounts, network).awaitPrepared()) {
      assertThat(pod.status().path("reason").textValue()).isEqualTo("DigestMismatch");
    }
  }

  @Test
  void whenTheSourceIsGoneAReadyPodOfTheRevisionGivesTheBytes(@TempDir Path other)
      throws Exception {
    try (RunningPod first = ready(mounts())) {
      network.ready("blue", first);
      PodFolder mounts =
          new PodFolder(other)
              .revision("blue", "http://127.0.0.1:1/m.pmml", PodFolder.digestOf(MODEL))
              .traffic(operator, operator.document(1, 1, "", 0));
      try (RunningPod second = ready(mounts)) {
        assertThat(second.score().body()).contains("7");
      }
    }
  }

  @Test
  void itsModelIsGivenWholeOrFromWhereItBroke() throws Exception {
    try (RunningPod pod = ready(mounts())) {
      String path = "/model/" + PodFolder.digestOf(MODEL);
      HttpResponse<byte[]> whole = pod.get(path);
      String tag = whole.headers().firstValue("ETag").orElseThrow();
      HttpResponse<byte[]> rest = pod.get(path, "Range", "bytes=5-", "If-Range", tag);
      HttpResponse<byte[]> changed = pod.get(path, "Range", "bytes=5-", "If-Range", "\"other\"");

      assertThat(whole.body()).isEqualTo(MODEL);
      assertThat(rest.statusCode()).isEqualTo(206);
      assertThat(rest.body()).isEqualTo(java.util.Arrays.copyOfRange(MODEL, 5, MODEL.length));
      assertThat(changed.body()).isEqualTo(MODEL);
      for (String absent : new String[] {"sha256:" + "0".repeat(64), "x", "..%2f..%2fmodel"}) {
        assertThat(pod.get("/model/" + absent).statusCode()).as(absent).isIn(400, 404);
      }
    }
  }

  @Test
  void aPodWaitsForItsTrafficDocumentAndTakesItFromTheOperator() throws Exception {
    PodFolder mounts = mounts();
    Files.delete(folder.resolve("traffic/traffic.json"));
    try (RunningPod pod = RunningPod.start(mounts, network)) {
      await().until(() -> pod.status().path("message").textValue().contains("no traffic document"));
      assertThat(pod.get("/ready").statusCode()).isEqualTo(503);

      assertThat(pod.putTraffic(operator.document(1, 1, "", 0))).isEqualTo(200);
      await().until(() -> pod.get("/ready").statusCode() == 200);
    }
  }

  @Test
  void aTrafficDocumentIsAdoptedKnownOutdatedOrRefused() throws Exception {
    try (RunningPod pod = ready(mounts())) {
      SignedDocument next = operator.document(1, 2, "green", 100);

      HttpResponse<byte[]> adopted = pod.putTraffic(next.toJson());
      assertThat(adopted.statusCode()).isEqualTo(200);
      assertThat(new String(adopted.body(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"epoch\":1,\"sequence\":2,\"target\":\"green\",\"weightBp\":100,\"shadowBp\":0,\"rollout\":\"\"}");
      assertThat(pod.putTraffic(next)).isEqualTo(200);

      HttpResponse<byte[]> outdated = pod.putTraffic(operator.document(1, 1, "", 0).toJson());
      assertThat(outdated.statusCode()).isEqualTo(409);
      assertThat(SignedDocument.parse(outdated.body())).isEqualTo(next);

      assertThat(pod.putTraffic(new TestOperator().document(9, 9, "green", 0))).isEqualTo(403);
      assertThat(
              pod.putTraffic(
                  operator.document(new DeploymentId("fraud", "other", "u"), 9, 9, "g", 0)))
          .isEqualTo(403);
      assertThat(pod.putTraffic("{".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(400);
      assertThat(pod.putTraffic(new byte[100_000]).statusCode()).isEqualTo(413);
      assertThat(SignedDocument.parse(pod.get("/traffic").body())).isEqualTo(next);
      assertThat(pod.status().path("traffic").path("sequence").intValue()).isEqualTo(2);
    }
  }

  @Test
  void aStartingPodTakesTheNewestDocumentThatItsPeersKnow(@TempDir Path other) throws Exception {
    try (RunningPod first = ready(mounts())) {
      network.ready("blue", first);
      first.putTraffic(operator.document(2, 5, "", 0));
      PodFolder stale =
          new PodFolder(other)
              .revision("blue", MODEL)
              .traffic(operator, operator.document(1, 1, "green", 10_000));
      try (RunningPod second = ready(stale)) {
        assertThat(second.status().path("traffic").path("epoch").intValue()).isEqualTo(2);
      }
    }
  }

  @Test
  void everyRequestOfACallerKeepsThePodFromSeemingQuiet() throws Exception {
    PodFolder mounts = mounts().variable("SLIPWAY_MAX_BODY_BYTES", "10");
    try (RunningPod pod = ready(mounts)) {
      long before = pod.status().path("requests").path("callers").longValue();

      assertThat(pod.score().statusCode()).isEqualTo(413);
      assertThat(pod.getScoring("/v2/models/churn").statusCode()).isEqualTo(200);
      assertThat(pod.getScoring("/v2/models/another").statusCode()).isEqualTo(404);
      assertThat(pod.getScoring("/nowhere").statusCode()).isEqualTo(404);
      assertThat(pod.getScoring("/v2/health/ready").statusCode()).isEqualTo(200);
      assertThat(hop(pod).statusCode()).isEqualTo(200);
      assertThat(pod.getScoring("/v2/models/churn", "Slipway-Hop", "1").statusCode())
          .as("a caller that says it is another pod")
          .isEqualTo(200);

      JsonNode requests = pod.status().path("requests");
      assertThat(requests.path("callers").longValue() - before).isEqualTo(5);
      assertThat(requests.path("hops").longValue()).isOne();
      assertThat(requests.path("lastCallerMillisAgo").longValue()).isLessThan(30_000);
    }
  }

  /** What another pod sends on. */
  private static HttpResponse<String> hop(RunningPod pod) throws Exception {
    SignedDocument document = SignedDocument.parse(pod.get("/traffic").body());
    return pod.getScoring(
        "/v2/models/churn", "Slipway-Hop", "1", "Slipway-Proof", document.toHeader());
  }

  @Test
  void beforeAnyCallerThePodHasBeenQuietSinceItStarted() throws Exception {
    try (RunningPod pod = ready(mounts())) {
      long first = pod.status().path("requests").path("lastCallerMillisAgo").longValue();
      await()
          .until(
              () ->
                  pod.status().path("requests").path("lastCallerMillisAgo").longValue()
                      > first + 100);
      hop(pod);
      assertThat(pod.status().path("requests").path("lastCallerMillisAgo").longValue())
          .isGreaterThan(first + 100);
    }
  }

  @Test
  void aFasterEngineThatAnswersOtherwiseIsNotUsedAndThePodSaysSo() throws Exception {
    try (RunningPod pod = behind(new HastyEngine(Optional.of("8")))) {
      assertThat(pod.score().body()).contains("7.0").doesNotContain("8.0");
      JsonNode engine = pod.status().path("engine");
      assertThat(engine.path("name").textValue()).isEqualTo("scripted");
      assertThat(engine.path("passedOver").path("engine").textValue()).isEqualTo("hasty");
      assertThat(engine.path("passedOver").path("reason").textValue()).isEqualTo("DIFFERS");
      assertThat(engine.path("passedOver").path("why").textValue()).startsWith("y is 8.0, not 7.0");
      assertThat(engineMetric(pod))
          .contains("engine=\"scripted\"", "passed_over=\"DIFFERS\"")
          .endsWith(" 1.0");
    }
  }

  @Test
  void aFasterEngineThatDoesNotKnowTheModelLeavesItToTheOther() throws Exception {
    try (RunningPod pod = behind(new HastyEngine(Optional.empty()))) {
      JsonNode engine = pod.status().path("engine");
      assertThat(engine.path("name").textValue()).isEqualTo("scripted");
      assertThat(engine.path("passedOver").path("reason").textValue()).isEqualTo("NOT_COVERED");
      assertThat(engine.path("passedOver").path("why").textValue()).isEqualTo("line 1: not known");
      assertThat(engineMetric(pod)).contains("passed_over=\"NOT_COVERED\"");
    }
  }

  @Test
  void anEngineThatIsNotInAnybodysPlaceSaysNothingOfOthers() throws Exception {
    try (RunningPod pod = ready(mounts())) {
      assertThat(pod.status().path("engine").has("passedOver")).isFalse();
      assertThat(engineMetric(pod)).contains("engine=\"scripted\"", "passed_over=\"\"");
    }
  }

  private RunningPod behind(HastyEngine faster) throws Exception {
    Engines engines = new Engines(List.of(new ScriptedEngine(), faster));
    return RunningPod.start(mounts().build("one"), network, engines).awaitPrepared();
  }

  /** The line of the metric; it is there once something was asked of the model. */
  private static String engineMetric(RunningPod pod) throws Exception {
    assertThat(pod.score().statusCode()).isEqualTo(200);
    return new String(pod.get("/metrics").body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("slipway_engine{"))
        .findFirst()
        .orElse("no such line");
  }

  @Test
  void metricsAreServedFromTheStart() throws Exception {
    try (RunningPod pod = ready(mounts())) {
      pod.score();
      assertThat(new String(pod.get("/metrics").body(), StandardCharsets.UTF_8))
          .contains("slipway_forwards_fallbacks_total 0")
          .contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void collectionsAreCounted() throws Exception {
    try (RunningPod pod = ready(mounts())) {
      System.gc();
      String metrics = new String(pod.get("/metrics").body(), StandardCharsets.UTF_8);

      assertThat(
              metrics
                  .lines()
                  .filter(line -> line.startsWith("jvm_gc_pause_seconds_count{"))
                  .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
          .anyMatch(count -> count >= 1);
      assertThat(metrics).contains("jvm_gc_pause_seconds_sum{");
    }
  }

  @Test
  void theManualHasEveryMetric() throws Exception {
    String manual = Files.readString(Path.of("../../docs/reference/http-api.md"));
    try (RunningPod pod = ready(mounts())) {
      String metrics = new String(pod.get("/metrics").body(), StandardCharsets.UTF_8);
      List<String> names =
          metrics
              .lines()
              .filter(line -> line.startsWith("# TYPE slipway_"))
              .map(line -> line.split(" ")[2])
              .filter(name -> !name.endsWith("_max"))
              .toList();

      assertThat(names).isNotEmpty();
      assertThat(names).allSatisfy(name -> assertThat(manual).contains("`" + name + "`"));
    }
  }

  @Test
  void onALaptopAModelIsServedWithoutRevisionOrDocument() throws Exception {
    PodFolder mounts = new PodFolder(folder).revision("unused", MODEL);
    Files.delete(folder.resolve("revision/revision.json"));
    mounts
        .variable("SLIPWAY_MODEL_URI", "configmap://models/m.pmml")
        .variable("SLIPWAY_MODEL_NAME", "churn");
    try (RunningPod pod = ready(mounts)) {
      assertThat(pod.score().statusCode()).isEqualTo(200);
      assertThat(pod.putTraffic(operator.document(1, 1, "", 0))).isEqualTo(403);
      assertThat(pod.status().path("model").path("version").textValue())
          .isEqualTo(PodFolder.digestOf(MODEL).substring(7, 19));
    }
  }

  @Test
  void aPodThatIsNotReadyLeavesAtOnce() throws Exception {
    PodFolder mounts = mounts().revision("blue", ScriptedEngine.model("hangs"));
    RunningPod pod = RunningPod.start(mounts, network);
    await().until(() -> pod.status().path("state").textValue().equals("Loading"));

    assertThat(pod.leave().join(Duration.ofSeconds(5))).isTrue();
    assertThat(mounts.termination()).isEmptyFile();
  }
}
