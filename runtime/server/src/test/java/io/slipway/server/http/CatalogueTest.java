package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.server.FunctionModel;
import io.slipway.server.model.ServedModel;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final FunctionModel MODEL =
      FunctionModel.echo(Field.column("x", DataType.FP64, Presence.REQUIRED));
  private static final String INDEX = "/v2/repository/index";
  private static final String STATS = "/v2/models/churn/stats";

  private final AtomicReference<Optional<ServedModel>> model =
      new AtomicReference<>(Optional.of(MODEL.served()));
  private final AtomicReference<Optional<String>> obstacle =
      new AtomicReference<>(Optional.empty());
  private RunningServer server;

  @BeforeEach
  void start() {
    server =
        RunningServer.of(
            MODEL,
            context ->
                new ServingContext(
                    model::get,
                    obstacle::get,
                    context.router(),
                    context.answerHeaders(),
                    context.listener(),
                    context.limits(),
                    context.meters()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"ready\": false}", "{\"ready\": true}"})
  void theIndexHasTheModelThatIsReady(String request) {
    assertThat(server.post(INDEX, request).body())
        .isEqualTo("[{\"name\":\"churn\",\"version\":\"7\",\"state\":\"READY\",\"reason\":\"\"}]");
  }

  @Test
  void theIndexSaysWhyAModelIsNotReadyAndLeavesItOutWhereReadyOnesAreAskedFor() {
    obstacle.set(Optional.of("the pod is leaving"));

    assertThat(server.post(INDEX, "{}").body())
        .isEqualTo(
            "[{\"name\":\"churn\",\"version\":\"7\",\"state\":\"UNAVAILABLE\",\"reason\":\"the pod"
                + " is leaving\"}]");
    assertThat(server.post(INDEX, "{\"ready\": true}").body()).isEqualTo("[]");
    assertThat(server.get("/v1/models/churn").body()).contains("\"ready\":false");
  }

  @Test
  void beforeAModelIsLoadedThereIsNone() {
    model.set(Optional.empty());

    assertThat(server.post(INDEX, "{}").body()).isEqualTo("[]");
    assertThat(server.get("/v2/models").body()).isEqualTo("{\"models\":[]}");
    assertThat(server.get("/v2/models/stats").statusCode()).isEqualTo(503);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"ready\": 1}", "null", "{} {"})
  void anythingElseIsNoIndexRequest(String request) {
    HttpResponse<String> answer = server.post(INDEX, request);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).startsWith("{\"error\":\"the body: expected ");
  }

  @Test
  void textInNoEncodingIsNoIndexRequest() {
    byte[] utf32OfNoCharacter = {0, 0, 0, '{', 0x7f, -1, -1, -1};

    assertThat(server.post(INDEX, utf32OfNoCharacter).statusCode()).isEqualTo(400);
  }

  @Test
  void aLongIndexRequestIsNotRead() {
    assertThat(server.post(INDEX, " ".repeat(5000)).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "unload"})
  void versionsComeFromTheDeployment(String what) {
    HttpResponse<String> answer = server.post("/v2/repository/models/churn/" + what, "{}");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("ModelDeployment");
  }

  @ParameterizedTest
  @ValueSource(strings = {STATS, "/v2/models/churn/versions/7/stats", "/v2/models/stats"})
  void statisticsCountRowsCallsAndRequests(String path) throws Exception {
    long before = System.currentTimeMillis();
    assertThat(stats(path).path("last_inference").longValue()).isZero();

    server.predict("{\"instances\": [{\"x\": 1}, {\"x\": 2}, {\"x\": 3}]}");
    server.infer(
        "{\"inputs\": [{\"name\": \"x\", \"shape\": [2], \"datatype\": \"FP64\", \"data\": [1,"
            + " 2]}]}");
    server.infer("{\"inputs\": []}");

    JsonNode stats = stats(path);
    assertThat(stats.path("name").textValue()).isEqualTo("churn");
    assertThat(stats.path("version").textValue()).isEqualTo("7");
    assertThat(stats.path("inference_count").longValue()).isEqualTo(5);
    assertThat(stats.path("execution_count").longValue()).isEqualTo(2);
    assertThat(stats.at("/inference_stats/success/count").longValue()).isEqualTo(2);
    assertThat(stats.at("/inference_stats/success/ns").longValue()).isPositive();
    assertThat(stats.at("/inference_stats/fail/count").longValue()).isEqualTo(1);
    assertThat(stats.path("last_inference").longValue())
        .isBetween(before, System.currentTimeMillis());
  }

  private JsonNode stats(String path) throws Exception {
    return new JsonMapper().readTree(server.get(path).body()).at("/model_stats/0");
  }

  @Test
  void statisticsOfAnotherModelOrVersionAreNotHere() {
    assertThat(server.get("/v2/models/other/stats").statusCode()).isEqualTo(404);
    assertThat(server.get("/v2/models/churn/versions/8/stats").statusCode()).isEqualTo(404);
  }
}
