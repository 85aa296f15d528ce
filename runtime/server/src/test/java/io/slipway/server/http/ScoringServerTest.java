package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import io.slipway.server.http.RequestListener.Exchange;
import io.slipway.server.http.RequestRouter.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoringServerTest {
  private static final FunctionModel ECHO =
      FunctionModel.echo(
          Field.column("age", DataType.FP64, Presence.OPTIONAL),
          Field.column("city", DataType.BYTES, Presence.OPTIONAL));
  private static final String ROW = "{\"instances\": [{\"age\": 41, \"city\": \"Oslo\"}]}";
  private static final String SCORED = "{\"predictions\":[{\"age\":41.0,\"city\":\"Oslo\"}]}";

  private RunningServer server;

  @BeforeAll
  void start() {
    server = RunningServer.of(ECHO);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void namedRecordsAreScored() {
    HttpResponse<String> answer = server.predict(ROW, "Content-Type", "application/json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(SCORED);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
  }

  @Test
  void everyScoredAnswerSaysWhatScored() {
    assertThat(server.predict(ROW).headers().map())
        .containsEntry("slipway-revision", List.of("churn-5c9f7d2b1a"))
        .containsEntry("slipway-version", List.of("7"))
        .containsEntry("slipway-digest", List.of("sha256:" + "0".repeat(64)));
  }

  @Test
  void aRefusalSaysWhatRefused() {
    assertThat(server.predict("{}").headers().firstValue("Slipway-Revision"))
        .contains("churn-5c9f7d2b1a");
  }

  @Test
  void csvIsAnsweredInCsvUnlessTheCallerPrefersJson() {
    HttpResponse<String> csv = server.predict("age,city\n41,Oslo\n", "Content-Type", "text/csv");
    HttpResponse<String> json =
        server.predict(
            "age,city\n41,Oslo\n", "Content-Type", "text/csv", "Accept", "application/json");

    assertThat(csv.body()).isEqualTo("age,city\r\n41.0,Oslo\r\n");
    assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
    assertThat(json.body()).isEqualTo(SCORED);
  }

  @Test
  void recordsAreAnsweredInCsvForACallerWhoAsksForIt() {
    assertThat(server.predict(ROW, "Accept", "text/csv;q=0.9, application/json;q=0.1").body())
        .isEqualTo("age,city\r\n41.0,Oslo\r\n");
  }

  @Test
  void noRowsGiveNoPredictions() {
    assertThat(server.predict("{\"instances\": []}").body()).isEqualTo("{\"predictions\":[]}");
    assertThat(server.predict("age,city\n", "Content-Type", "text/csv").body())
        .isEqualTo("age,city\r\n");
  }

  @Test
  void tensorsAreScoredAndTheIdComesBack() {
    HttpResponse<String> answer =
        server.infer(
            """
            {"id": "a-1", "inputs": [
              {"name": "age", "shape": [2, 1], "datatype": "FP64", "data": [1.5, null]},
              {"name": "city", "shape": [2], "datatype": "BYTES", "data": ["Oslo", "Rome"]}],
             "outputs": [{"name": "age"}]}\
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"model_name\":\"churn\",\"model_version\":\"7\",\"id\":\"a-1\",\"outputs\":["
                + "{\"name\":\"age\",\"datatype\":\"FP64\",\"shape\":[2],\"data\":[1.5,null]}]}");
  }

  @Test
  void binaryTensorsGoInAndComeOut() {
    byte[] json =
        ("{\"inputs\":[{\"name\":\"age\",\"shape\":[2],\"datatype\":\"FP64\","
                + "\"parameters\":{\"binary_data_size\":16}}],"
                + "\"outputs\":[{\"name\":\"age\",\"parameters\":{\"binary_data\":true}}]}")
            .getBytes(StandardCharsets.UTF_8);
    byte[] body =
        ByteBuffer.allocate(json.length + 16)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(json)
            .putDouble(Math.PI)
            .putDouble(-0.0)
            .array();

    HttpResponse<byte[]> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/v2/models/churn/versions/7/infer"))
                .header("Inference-Header-Content-Length", Integer.toString(json.length))
                .POST(BodyPublishers.ofByteArray(body)),
            BodyHandlers.ofByteArray());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
    int length =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    ByteBuffer tensor =
        ByteBuffer.wrap(answer.body(), length, 16).slice().order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(answer.body(), 0, length, StandardCharsets.UTF_8))
        .contains("\"parameters\":{\"binary_data_size\":16}");
    assertThat(tensor.getDouble()).isEqualTo(Math.PI);
    assertThat(Double.doubleToRawLongBits(tensor.getDouble()))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
  }

  @Test
  void aCompressedBodyIsScored() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(ROW.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(
            server
                .post(
                    "/v1/models/churn:predict",
                    compressed.toByteArray(),
                    "Content-Encoding",
                    "gzip")
                .body())
        .isEqualTo(SCORED);
  }

  @Test
  void http2WithoutTlsIsSpoken() throws Exception {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      // The upgrade from HTTP/1.1 is for a request without a body; what follows is HTTP/2.
      client.send(
          HttpRequest.newBuilder(server.uri("/v2/health/live")).build(), BodyHandlers.discarding());
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(server.uri("/v1/models/churn:predict"))
                  .POST(BodyPublishers.ofString(ROW))
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.body()).isEqualTo(SCORED);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /v2                            | {"name":"slipway","version":"0.1.0-SNAPSHOT","extensions":["binary_tensor_data","model_repository(index)","statistics"]}
          /v2/models                     | {"models":["churn"]}
          /v1/models                     | {"models":["churn"]}
          /v2/health/live                | {"live":true}
          /v2/health/ready               | {"ready":true}
          /v2/models/churn               | {"name":"churn","versions":["7"],"platform":"pmml_pmml","inputs":[{"name":"age","datatype":"FP64","shape":[-1]},{"name":"city","datatype":"BYTES","shape":[-1]}],"outputs":[{"name":"age","datatype":"FP64","shape":[-1]},{"name":"city","datatype":"BYTES","shape":[-1]}]}
          /v2/models/churn/ready         | {"name":"churn","ready":true}
          /v2/models/churn/versions/7/ready | {"name":"churn","ready":true}
          """)
  void thePodAndTheModelDescribeThemselves(String path, String document) {
    HttpResponse<String> answer = server.get(path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(document);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET  | /nothing                   | 404 | the path: expected one of those in /openapi.json, found another
          GET  | /v2/models/other           | 404 | the path: expected the model churn, which is served here, found another
          GET  | /v2/models/churn/versions/8 | 404 | the path: expected version 7 of the model churn, found another
          POST | /v1/models/other:predict   | 404 | the path: expected the model churn, which is served here, found another
          GET  | /v2/models/churn/infer     | 405 | the method: expected POST, found another
          DELETE | /v2/models/churn         | 405 | the method: expected GET, found another
          """)
  void wrongPathsAndMethodsAreNamed(String method, String path, int status, String error) {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(path)).method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + error + "\"}");
  }

  @Test
  void anotherContentTypeIsRefused() {
    HttpResponse<String> answer =
        server.predict(ROW, "Content-Type", "application/x-www-form-urlencoded");

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(answer.body())
        .isEqualTo(
            "{\"error\":\"Content-Type: expected application/json or text/csv,"
                + " found application/x-www-form-urlencoded\"}");
  }

  @Test
  void anAnswerInAnotherFormIsRefused() {
    assertThat(server.predict(ROW, "Accept", "image/png").statusCode()).isEqualTo(406);
  }

  @Test
  void unknownFieldsAreIgnoredOnlyWhenAskedFor() {
    String row = "{\"instances\": [{\"age\": 41, \"city\": \"Oslo\", \"agee\": [1, {}]}]}";

    assertThat(server.predict(row).body())
        .isEqualTo(
            "{\"error\":\"instances[0]: expected an input of the model"
                + " (\\\"age\\\", \\\"city\\\"), found \\\"agee\\\"\"}");
    assertThat(server.post("/v1/models/churn:predict?unknown-fields=ignore", row).body())
        .isEqualTo(SCORED);
    assertThat(server.post("/v1/models/churn:predict?unknown-fields=maybe", row).statusCode())
        .isEqualTo(400);
  }

  @Test
  void theModelsOwnRefusalIsTheCallersToMendAndNamesTheRow() {
    FunctionModel picky =
        new FunctionModel(
            ECHO.signature(),
            inputs -> {
              throw ScoringException.invalidValue(1, "age", "field age: 200 is too old");
            });
    try (RunningServer picking = RunningServer.of(picky)) {
      HttpResponse<String> answer = picking.predict("age\n1\n200\n", "Content-Type", "text/csv");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).isEqualTo("{\"error\":\"line 3: field age: 200 is too old\"}");
    }
  }

  @Test
  void aFailureOfTheModelIsOursToMend() {
    FunctionModel broken =
        new FunctionModel(
            ECHO.signature(),
            inputs -> {
              throw ScoringException.modelFailed(
                  "node 7 divides by zero", new ArithmeticException());
            });
    try (RunningServer failing = RunningServer.of(broken)) {
      HttpResponse<String> answer = failing.predict(ROW);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body())
          .matches(
              "\\{\"error\":\"the model failed: node 7 divides by zero \\(request [0-9a-f]{16} in"
                  + " the log\\)\"}");
    }
  }

  @Test
  void aDefectOfTheEngineTellsTheCallerNothingOfItsInside() {
    FunctionModel defective =
        new FunctionModel(
            ECHO.signature(),
            inputs -> {
              throw new StackOverflowError("at secret.Inside");
            });
    try (RunningServer failing = RunningServer.of(defective)) {
      HttpResponse<String> answer = failing.predict(ROW);

      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).doesNotContain("secret").contains("a defect of the runtime");
    }
  }

  @Test
  void withoutAModelRequestsAreToldToComeBack() {
    try (RunningServer loading =
        RunningServer.of(
            ECHO,
            context ->
                new ServingContext(
                    Optional::empty,
                    () -> Optional.of("the model is being fetched"),
                    context.router(),
                    context.answerHeaders(),
                    context.listener(),
                    context.limits(),
                    context.meters()))) {
      HttpResponse<String> answer = loading.predict(ROW);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).contains("1");
      assertThat(answer.body()).isEqualTo("{\"error\":\"the model is being fetched\"}");
      assertThat(loading.get("/v2/health/live").statusCode()).isEqualTo(200);
      assertThat(loading.get("/v2/health/ready").statusCode()).isEqualTo(503);
      assertThat(loading.get("/").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void anAnswerFromElsewhereIsGivenAsItIs() {
    Answer other =
        new Answer(
            418,
            Answers.headers(
                Map.of("Slipway-Revision", List.of("churn-next"), "Content-Length", List.of("99"))),
            "tea".getBytes(StandardCharsets.UTF_8));
    List<Exchange> heard = Collections.synchronizedList(new ArrayList<>());
    RequestListener listener =
        new RequestListener() {
          @Override
          public void answered(Exchange exchange) {
            heard.add(exchange);
          }
        };
    try (RunningServer forwarding =
        RunningServer.of(
            ECHO,
            context ->
                new ServingContext(
                    context.model(),
                    context.obstacle(),
                    (request, deadline) -> new Route.Elsewhere(other, "churn-next"),
                    () -> Map.of("Connection", "close"),
                    listener,
                    context.limits(),
                    context.meters()))) {
      HttpResponse<String> answer = forwarding.predict(ROW);

      assertThat(answer.statusCode()).isEqualTo(418);
      assertThat(answer.body()).isEqualTo("tea");
      assertThat(answer.headers().allValues("Slipway-Revision")).containsExactly("churn-next");
      assertThat(answer.headers().firstValue("Connection")).contains("close");
      assertThat(heard)
          .singleElement()
          .satisfies(
              exchange -> {
                assertThat(exchange.answeredBy()).isEqualTo("churn-next");
                assertThat(exchange.request().target()).isEqualTo("/v1/models/churn:predict");
                assertThat(exchange.request().body()).asString().isEqualTo(ROW);
              });
    }
  }

  @Test
  void metricsNameTheModelAndHowRequestsEnded() {
    try (RunningServer counted = RunningServer.of(ECHO)) {
      counted.predict(ROW);
      counted.predict("{}");

      assertThat(counted.meters.scrape())
          .contains(
              "slipway_requests_seconds_count{model=\"churn\",outcome=\"scored\","
                  + "protocol=\"records\",revision=\"churn-5c9f7d2b1a\",version=\"7\"} 1")
          .contains(
              "slipway_requests_seconds_count{model=\"churn\",outcome=\"refused\","
                  + "protocol=\"records\",revision=\"churn-5c9f7d2b1a\",version=\"7\"} 1")
          .contains("slipway_rows_total{model=\"churn\"")
          .contains("slipway_requests_in_flight");
    }
  }

  @Test
  void theTryItPageEscapesWhatTheModelSaysAndLoadsNothing() {
    Field nasty = Field.column("<script>alert('x')</script>", DataType.FP32, Presence.REQUIRED);
    Field image = Field.tensor("image", DataType.UINT8, Shape.of(-1, 8, 8));
    FunctionModel model =
        new FunctionModel(new Signature(List.of(nasty, image), List.of(nasty)), inputs -> inputs);
    try (RunningServer showing = RunningServer.of(model)) {
      HttpResponse<String> page = showing.get("/");

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body())
          .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
          .doesNotContain("alert('x')")
          .doesNotContain("{{")
          .doesNotContain("http://")
          .doesNotContain("src=");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .startsWith("default-src 'none'");
    }
  }
}
