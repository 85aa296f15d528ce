package io.slipway.batch.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Rows;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupServiceTest {
  private static final SetName SET = new SetName("daily-churn");
  private static final Instant SCORED = Instant.parse("2026-11-26T06:00:00Z");
  private static final String MOVER = "mover-0123456789abcdef0123456789abcdef";
  private static final String READER = "reader-0123456789abcdef0123456789abcdef";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private AutoCloseable service = () -> {};
  private int port;
  private int operations;

  @AfterEach
  void stop() throws Exception {
    service.close();
    http.close();
  }

  /** Three customers, of which one could not be scored. */
  private long publish(int number) throws Exception {
    BitSet scored = BitSet.valueOf(new long[] {0b011});
    BitSet failed = BitSet.valueOf(new long[] {0b100});
    Rows rows =
        new Rows(
            Column.ofStrings("key", "c1", "c2", "bad"),
            Batch.of(
                Column.of(
                    "score",
                    DataType.FP64,
                    Shape.of(3),
                    new double[] {number + 0.1, Double.NaN, 0},
                    Validity.allBut(failed)),
                Column.ofStrings("class", "yes", "no", "no")),
            Column.of(
                "error",
                DataType.BYTES,
                Shape.of(3),
                new String[] {"", "", "age: missing"},
                Validity.allBut(scored)));
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      long setId =
          warehouse
              .load(
                  SET,
                  new Run("run-" + number, new ModelRef("churn", "7", "sha256:" + number), SCORED),
                  List.of(new Output("score", DataType.FP64), new Output("class", DataType.BYTES)),
                  RowSource.of(List.of(rows)),
                  new Counts(3, 1))
              .setId();
      Expected current = number == 1 ? new Expected.Nothing() : new Expected.At(setId - 1);
      return warehouse.publish(SET, setId, current).setId();
    }
  }

  private void start(Duration age, String... variables) throws IOException {
    Map<String, String> all = new HashMap<>();
    all.put("SLIPWAY_LOOKUP_FOLDER", folder.toString());
    all.put("SLIPWAY_LOOKUP_PORT", "0");
    all.put("SLIPWAY_LOOKUP_OPERATIONS_PORT", "0");
    all.put("SLIPWAY_LOOKUP_STOP_GRACE", "0s");
    for (int i = 0; i < variables.length; i += 2) {
      all.put("SLIPWAY_LOOKUP_" + variables[i], variables[i + 1]);
    }
    LookupService started =
        LookupService.start(LookupConfig.read(all), Clock.fixed(SCORED.plus(age), ZoneOffset.UTC));
    service = started;
    port = started.port();
    operations = started.operationsPort();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    return send(port, path, "", headers);
  }

  private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    return send(port, path, body.replace('\'', '"'), headers);
  }

  private HttpResponse<String> send(int to, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(to, path)));
    if (!body.isEmpty()) {
      request.POST(BodyPublishers.ofString(body));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return JSON.readTree(response.body());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void aKeyIsAnsweredWithWhereItsPredictionIsFrom() throws Exception {
    long setId = publish(1);
    start(Duration.ofHours(1), "MAX_STALENESS", "26h");
    HttpResponse<String> response = get("/v1/predictions/daily-churn/c1");
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode answer = json(response);
    assertThat(answer.path("set").asText()).isEqualTo("daily-churn");
    assertThat(answer.path("setId").asLong()).isEqualTo(setId);
    assertThat(answer.path("model").toString())
        .isEqualTo("{\"name\":\"churn\",\"version\":\"7\",\"digest\":\"sha256:1\"}");
    assertThat(answer.path("scoredAt").asText()).isEqualTo(SCORED.toString());
    assertThat(answer.path("ageSeconds").asLong()).isEqualTo(3600);
    assertThat(answer.path("status").asText()).isEqualTo("PRESENT");
    assertThat(answer.path("values").toString()).isEqualTo("{\"score\":1.1,\"class\":\"yes\"}");
    assertThat(json(get("/v1/predictions/daily-churn/c2")).at("/values/score").asText())
        .isEqualTo("NaN");
  }

  @Test
  void whatIsNotThereAndWhatCouldNotBeScoredIsSaid() throws Exception {
    publish(1);
    start(Duration.ofHours(1));
    HttpResponse<String> nobody = get("/v1/predictions/daily-churn/nobody");
    assertThat(nobody.statusCode()).isEqualTo(404);
    assertThat(json(nobody).path("status").asText()).isEqualTo("NOT_FOUND");
    assertThat(json(nobody).path("setId").asLong()).isPositive();
    JsonNode bad = json(get("/v1/predictions/daily-churn/bad"));
    assertThat(bad.path("status").asText()).isEqualTo("ERROR");
    assertThat(bad.path("error").asText()).isEqualTo("age: missing");
    HttpResponse<String> unknown = get("/v1/predictions/other/c1");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(json(unknown).path("reason").asText()).isEqualTo("NotFound");
    assertThat(json(unknown).path("cause").asText()).contains("nothing was published");
  }

  @Test
  void cachesKeepAnAnswerForTheRestOfItsTime() throws Exception {
    long setId = publish(1);
    start(Duration.ofHours(1), "MAX_STALENESS", "3630s", "CACHE_AT_MOST", "10m");
    HttpResponse<String> response = get("/v1/predictions/daily-churn/c1");
    assertThat(header(response, "ETag")).isEqualTo("\"%d\"".formatted(setId));
    // 30 s are left of an hour and 30 s.
    assertThat(header(response, "Age")).isEqualTo("3600");
    assertThat(header(response, "Cache-Control")).isEqualTo("public, max-age=3630");
    HttpResponse<String> again =
        get("/v1/predictions/daily-churn/c1", "If-None-Match", header(response, "ETag"));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    publish(2);
    assertThat(
            get("/v1/predictions/daily-churn/c1", "If-None-Match", header(response, "ETag"))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void anOldPredictionIsGivenAsOld() throws Exception {
    publish(1);
    start(Duration.ofHours(3), "MAX_STALENESS", "2h");
    HttpResponse<String> response = get("/v1/predictions/daily-churn/c1");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(json(response).path("status").asText()).isEqualTo("STALE");
    assertThat(json(response).at("/values/score").asDouble()).isEqualTo(1.1);
    assertThat(header(response, "Cache-Control")).isEqualTo("no-cache");
  }

  @Test
  void anOldPredictionIsNotGivenWhereThatIsNotWanted() throws Exception {
    publish(1);
    start(Duration.ofHours(3), "MAX_STALENESS", "2h", "ON_STALE", "Reject");
    HttpResponse<String> response = get("/v1/predictions/daily-churn/c1");
    assertThat(response.statusCode()).isEqualTo(410);
    assertThat(json(response).path("status").asText()).isEqualTo("STALE");
    assertThat(json(response).path("values")).isEmpty();
    assertThat(json(response).path("ageSeconds").asLong()).isEqualTo(10800);
  }

  @Test
  void aCallerMayWantFresherOnesThanTheServiceAndNotOlderOnes() throws Exception {
    publish(1);
    start(Duration.ofHours(3), "MAX_STALENESS", "4h");
    assertThat(json(get("/v1/predictions/daily-churn/c1?maxAge=PT2H")).path("status").asText())
        .isEqualTo("STALE");
    assertThat(json(get("/v1/predictions/daily-churn/c1?maxAge=PT9H")).path("status").asText())
        .isEqualTo("PRESENT");
    service.close();
    start(Duration.ofHours(5), "MAX_STALENESS", "4h");
    assertThat(json(get("/v1/predictions/daily-churn/c1?maxAge=PT9H")).path("status").asText())
        .isEqualTo("STALE");
  }

  @Test
  void manyKeysAreAnsweredInTheirOrderWithTheFieldsThatAreWanted() throws Exception {
    publish(1);
    start(Duration.ofHours(1));
    HttpResponse<String> response =
        post(
            "/v1/predictions/daily-churn:lookup",
            "{'keys':['bad','nobody','c1'],'fields':['score']}");
    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode results = json(response).path("results");
    assertThat(results.findValuesAsText("status")).containsExactly("ERROR", "NOT_FOUND", "PRESENT");
    assertThat(results.path(2).path("values").toString()).isEqualTo("{\"score\":1.1}");
    assertThat(json(response).at("/model/digest").asText()).isEqualTo("sha256:1");
  }

  @Test
  void aRequestThatMakesNoSenseIsRefusedWithTheWayOut() throws Exception {
    publish(1);
    start(Duration.ofHours(1), "MOST_KEYS", "2");
    String lookup = "/v1/predictions/daily-churn:lookup";
    assertThat(post(lookup, "{'keys':['a','b','c']}").body()).contains("ask for 1 to 2 at once");
    assertThat(post(lookup, "{'keys':[]}").statusCode()).isEqualTo(400);
    assertThat(post(lookup, "{'kyes':['a']}").body()).contains("its fields are");
    assertThat(post(lookup, "{'keys':[1]}").statusCode()).isEqualTo(400);
    assertThat(post(lookup, "nothing").statusCode()).isEqualTo(400);
    assertThat(post(lookup, "{'keys':['a'],'fields':['scroe']}").body())
        .contains("its outputs are [score, class]");
    assertThat(post(lookup, "{'keys':['a'],'maxAge':'soon'}").body()).contains("PT6H");
    assertThat(get("/v1/predictions/Daily_Churn/c1").statusCode()).isEqualTo(400);
    assertThat(get("/v1/elsewhere").statusCode()).isEqualTo(404);
    assertThat(json(get("/v1/elsewhere")).path("next").asText()).contains("openapi");
  }

  @Test
  void evenWhatIsNoRequestIsRefusedInTheFormOfAllRefusals() throws Exception {
    start(Duration.ofHours(1));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket
          .getOutputStream()
          .write(
              "GET /v1/predictions/daily-churn/%ZZ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400")
          .contains("\"reason\":\"Http\"");
    }
  }

  @Test
  void theModelIsAskedForWhatIsNotFreshAndOnlyForThat() throws Exception {
    publish(1);
    HttpServer model =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    StringBuilder asked = new StringBuilder();
    model.createContext(
        "/v1/models/churn:predict",
        exchange -> {
          asked.append(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer =
              "{\"predictions\":[{\"score\":0.75,\"class\":null}]}"
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Slipway-Digest", "sha256:online");
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    model.start();
    String url =
        "http://127.0.0.1:%d/v1/models/churn:predict".formatted(model.getAddress().getPort());
    start(
        Duration.ofHours(1), "ON_STALE", "FallbackOnline", "MODEL_URL", url, "MODEL_LIMIT", "10s");
    String question =
        "{'keys':['c1','new','other'],'features':{'new':{'age':41.1000000000000000001},'c1':{'age':1}}}";
    JsonNode results = json(post("/v1/predictions/daily-churn:lookup", question)).path("results");
    assertThat(results.findValuesAsText("status"))
        .containsExactly("PRESENT", "COMPUTED", "NOT_FOUND");
    assertThat(results.path(1).toString())
        .isEqualTo(
            "{\"key\":\"new\",\"status\":\"COMPUTED\",\"values\":{\"score\":0.75},\"computedBy\":\"sha256:online\"}");
    assertThat(asked.toString()).isEqualTo("{\"instances\":[{\"age\":41.1000000000000000001}]}");
    model.stop(0);

    JsonNode without =
        json(post("/v1/predictions/daily-churn:lookup", question)).path("results").path(1);
    assertThat(without.path("status").asText()).isEqualTo("NOT_FOUND");
    assertThat(without.path("error").asText()).contains("the model cannot be asked");
  }

  @Test
  void thePastOfAKeyAndOfASetCanBeSeen() throws Exception {
    long one = publish(1);
    long two = publish(2);
    start(Duration.ofHours(1));
    JsonNode history = json(get("/v1/predictions/daily-churn/c1/history")).path("history");
    assertThat(history.findValuesAsText("setId"))
        .containsExactly(Long.toString(two), Long.toString(one));
    assertThat(history.at("/1/values/score").asDouble()).isEqualTo(1.1);
    assertThat(json(get("/v1/predictions/daily-churn/c1/history?limit=1")).path("history"))
        .hasSize(1);
    assertThat(get("/v1/predictions/daily-churn/c1/history?limit=0").statusCode()).isEqualTo(400);
    JsonNode sets = json(get("/v1/predictions/daily-churn/sets")).path("sets");
    assertThat(sets.findValuesAsText("current")).containsExactly("true", "false");
    assertThat(sets.at("/0/rows").asLong()).isEqualTo(3);
    assertThat(sets.at("/0/errors").asLong()).isEqualTo(1);
  }

  private Path tokens() throws IOException {
    return Files.writeString(
        folder.resolveSibling(folder.getFileName() + ".tokens"),
        "# who may\nops read,activate %s\nweb read %s\n".formatted(MOVER, READER));
  }

  @Test
  void whoMayDoesMoveThePointerFromWhereHeBelievesItToBe() throws Exception {
    long one = publish(1);
    long two = publish(2);
    start(Duration.ofHours(1), "TOKENS_FILE", tokens().toString());
    String activate = "/v1/predictions/daily-churn:activate";
    String body = "{'setId':%d}".formatted(one);
    String match = "\"%d\"".formatted(two);
    assertThat(get("/v1/predictions/daily-churn/c1").statusCode()).isEqualTo(401);
    assertThat(post(activate, body, "If-Match", match).statusCode()).isEqualTo(401);
    assertThat(
            post(activate, body, "Authorization", "Bearer " + READER, "If-Match", match)
                .statusCode())
        .isEqualTo(403);
    String mover = "Bearer " + MOVER;
    assertThat(post(activate, body, "Authorization", mover).statusCode()).isEqualTo(428);
    HttpResponse<String> late =
        post(activate, body, "Authorization", mover, "If-Match", "\"%d\"".formatted(one));
    assertThat(late.statusCode()).isEqualTo(412);
    assertThat(json(late).path("cause").asText()).contains("the current set version is " + two);
    HttpResponse<String> done = post(activate, body, "Authorization", mover, "If-Match", match);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(json(done).path("current").asBoolean()).isTrue();
    HttpResponse<String> read =
        get("/v1/predictions/daily-churn/c1", "Authorization", "Bearer " + READER);
    assertThat(json(read).path("setId").asLong()).isEqualTo(one);
    assertThat(header(read, "Cache-Control")).startsWith("private");
  }

  @Test
  void withoutTokensNobodyMovesThePointer() throws Exception {
    long one = publish(1);
    start(Duration.ofHours(1));
    assertThat(
            post(
                    "/v1/predictions/daily-churn:activate",
                    "{'setId':%d}".formatted(one),
                    "If-Match",
                    "\"1\"")
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void metricsCountKeysAndRequestsAndNameNoSet() throws Exception {
    publish(1);
    start(Duration.ofHours(1));
    assertThat(get("/v1/predictions/daily-churn/c1").statusCode()).isEqualTo(200);
    assertThat(get("/v1/predictions/daily-churn/nobody").statusCode()).isEqualTo(404);
    String metrics = send(operations, "/metrics", "").body();
    assertThat(metrics)
        .contains("slipway_lookup_keys_total{status=\"PRESENT\"} 1.0")
        .contains("slipway_lookup_keys_total{status=\"NOT_FOUND\"} 1.0")
        .contains("route=\"/v1/predictions/{set}/{key}\"")
        .doesNotContain("daily-churn");
    assertThat(send(operations, "/health", "").statusCode()).isEqualTo(200);
    assertThat(send(operations, "/ready", "").statusCode()).isEqualTo(200);
  }

  @Test
  void theDescriptionHasEveryPathAndEverySchemaThatItNames() throws Exception {
    start(Duration.ofHours(1));
    JsonNode document = json(get("/openapi.json"));
    assertThat(document.path("paths").fieldNames())
        .toIterable()
        .containsExactly(
            "/v1/predictions/{set}/sets",
            "/v1/predictions/{set}/sets/{setId}/report",
            "/v1/predictions/{set}/{key}",
            "/v1/predictions/{set}/{key}/history",
            "/v1/predictions/{set}:lookup",
            "/v1/predictions/{set}:activate");
    assertThat(document.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(ref -> assertThat(document.at(ref.substring(1)).isObject()).isTrue());
  }
}
