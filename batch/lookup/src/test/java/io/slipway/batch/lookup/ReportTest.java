package io.slipway.batch.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a set version is like, as programs ask for it. */
class ReportTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String READER = "reader-0123456789abcdef0123456789abcdef";

  private static final String LARGE_NUMBERS =
      """
      {"form":1,"predictions":2,"errors":{"count":0,"reasons":[],"others":0},"outputs":[
      {"name":"score","missing":0,"numbers":{"notNumbers":0,"infinite":0,
      "min":123456789.0,"max":123456790.0,"mean":123456789.5,
      "fold":0,"bins":[[123456789.0,1],[123456790.0,1]]}}]}
      """;

  @TempDir private Path folder = Path.of("");
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<String, String> variables = new HashMap<>();
  private AutoCloseable service = () -> {};
  private int port;

  @BeforeEach
  void configure() {
    variables.put("SLIPWAY_LOOKUP_FOLDER", folder.toString());
    variables.put("SLIPWAY_LOOKUP_PORT", "0");
    variables.put("SLIPWAY_LOOKUP_OPERATIONS_PORT", "0");
    variables.put("SLIPWAY_LOOKUP_STOP_GRACE", "0s");
  }

  @AfterEach
  void stop() throws Exception {
    service.close();
    http.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    if (port == 0) {
      LookupService started =
          LookupService.start(
              LookupConfig.read(variables),
              Clock.fixed(new Scored(3, 0, 0, 0).scoredAt(), ZoneOffset.UTC));
      service = started;
      port = started.port();
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode report(long setId) throws Exception {
    HttpResponse<String> response =
        get("/v1/predictions/%s/sets/%d/report".formatted(Scored.SET, setId));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  @Test
  void aSetVersionIsHeldAgainstTheOneThatReadersHadBefore() throws Exception {
    SetVersion first;
    SetVersion second;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      first = Scored.publish(warehouse, new Scored(1, 5000, 10, 0).load(warehouse));
      new Scored(2, 10, 0, 0).load(warehouse);
      second = Scored.publish(warehouse, new Scored(3, 5500, 55, 1).load(warehouse));
    }

    JsonNode report = report(second.setId());

    assertThat(report.path("setId").asLong()).isEqualTo(second.setId());
    assertThat(report.at("/model/version").asText()).isEqualTo("3");
    assertThat(report.path("rows").asLong()).isEqualTo(5500);
    assertThat(report.at("/previous/setId").asLong()).isEqualTo(first.setId());
    assertThat(report.at("/previous/rows").asLong()).isEqualTo(5000);
    assertThat(report.path("compared").asBoolean()).isTrue();
    JsonNode score = report.path("outputs").path(0);
    assertThat(score.path("name").asText()).isEqualTo("score");
    assertThat(score.at("/now/values").asLong()).isEqualTo(5445);
    assertThat(score.at("/now/mean").asDouble())
        .isGreaterThan(score.at("/before/mean").asDouble() + 0.1);
    // Logits of one variance that are one standard deviation apart.
    assertThat(score.at("/drift/index").asDouble()).isBetween(0.75, 1.15);
    assertThat(score.at("/drift/classes")).hasSize(10);
    assertThat(sum(score.at("/bars/now"))).isBetween(0.9999, 1.0001);
    assertThat(sum(score.at("/bars/before"))).isBetween(0.9999, 1.0001);
    JsonNode label = report.path("outputs").path(1);
    assertThat(label.at("/now/kind").asText()).isEqualTo("Labels");
    assertThat(label.at("/now/labels")).hasSize(3);
    assertThat(label.has("bars")).isFalse();
    assertThat(report.path("reasons").findValuesAsText("shape"))
        .containsExactly("age: expected a number, found …", "… fields, and the header has …");
    assertThat(report.path("reasons").path(0).path("count").asLong()).isBetween(36L, 37L);
  }

  private static double sum(JsonNode numbers) {
    double sum = 0;
    for (JsonNode number : numbers) {
      sum += number.asDouble();
    }
    return sum;
  }

  @Test
  void theFirstSetVersionHasNothingBeforeIt() throws Exception {
    SetVersion first;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      first = Scored.publish(warehouse, new Scored(1, 100, 0, 0).load(warehouse));
    }
    JsonNode report = report(first.setId());
    assertThat(report.has("previous")).isFalse();
    assertThat(report.path("summarised").asBoolean()).isTrue();
    assertThat(report.path("compared").asBoolean()).isFalse();
    assertThat(report.path("outputs").path(0).has("drift")).isFalse();
    assertThat(report.path("outputs").path(0).path("bars").has("before")).isFalse();
  }

  @Test
  void whatWasNotPublishedYetIsHeldAgainstWhatReadersHave() throws Exception {
    SetVersion first;
    SetVersion loaded;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      first = Scored.publish(warehouse, new Scored(1, 1000, 0, 0).load(warehouse));
      loaded = new Scored(2, 1000, 0, 0).load(warehouse);
    }
    JsonNode report = report(loaded.setId());
    assertThat(report.at("/previous/setId").asLong()).isEqualTo(first.setId());
    assertThat(report.path("outputs").path(0).at("/drift/drift").asDouble()).isLessThan(0.05);
  }

  @Test
  void aSetVersionThatCameAfterSomebodyWentBackIsHeldAgainstWhatReadersHadThen() throws Exception {
    SetVersion first;
    SetVersion third;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      first = Scored.publish(warehouse, new Scored(1, 100, 0, 0).load(warehouse));
      Scored.publish(warehouse, new Scored(2, 100, 0, 0).load(warehouse));
      Scored.publish(warehouse, first);
      third = Scored.publish(warehouse, new Scored(3, 100, 0, 0).load(warehouse));
    }
    assertThat(report(third.setId()).at("/previous/setId").asLong()).isEqualTo(first.setId());
    assertThat(report(first.setId()).has("previous")).isFalse();
  }

  @Test
  void whereNoSummaryWasKeptTheRestIsSaid() throws Exception {
    SetVersion first;
    SetVersion second;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      first = Scored.publish(warehouse, new Scored(1, 100, 1, 0).loadWithoutSummary(warehouse));
      second = Scored.publish(warehouse, new Scored(2, 100, 1, 0).load(warehouse));
    }
    assertThat(report(first.setId()).path("summarised").asBoolean()).isFalse();
    assertThat(report(first.setId()).path("rows").asLong()).isEqualTo(100);
    assertThat(report(second.setId()).path("compared").asBoolean()).isFalse();
    assertThat(report(second.setId()).path("outputs")).hasSize(2);
  }

  @Test
  void aSummaryThatCannotBeReadIsSaidToBeThatAndTheRestIsSaidAllTheSame() throws Exception {
    SetVersion first;
    SetVersion second;
    SetVersion third;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      first =
          Scored.publish(warehouse, new Scored(1, 100, 1, 0).loadWith(warehouse, "{\"form\":1}"));
      second =
          Scored.publish(warehouse, new Scored(2, 100, 1, 0).loadWith(warehouse, "{\"form\":9}"));
      third = Scored.publish(warehouse, new Scored(3, 100, 1, 0).load(warehouse));
    }
    JsonNode broken = report(first.setId());
    assertThat(broken.path("rows").asLong()).isEqualTo(100);
    assertThat(broken.path("summarised").asBoolean()).isFalse();
    assertThat(broken.at("/unreadable/0/setId").asLong()).isEqualTo(first.setId());
    assertThat(broken.at("/unreadable/0/why").asText())
        .startsWith("it is no summary: ")
        .contains("outputs");
    assertThat(report(second.setId()).path("unreadable").findValuesAsText("why"))
        .hasSize(2)
        .contains("a newer program wrote it");
    JsonNode whole = report(third.setId());
    assertThat(whole.path("outputs")).hasSize(2);
    assertThat(whole.path("compared").asBoolean()).isFalse();
    assertThat(whole.at("/unreadable/0/setId").asLong()).isEqualTo(second.setId());
  }

  @Test
  void aPlotOfLargeNumbersThatHardlyDifferHasTwoEnds() throws Exception {
    SetVersion version;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      version =
          Scored.publish(warehouse, new Scored(1, 100, 0, 0).loadWith(warehouse, LARGE_NUMBERS));
    }
    JsonNode bars = report(version.setId()).path("outputs").path(0).path("bars");
    assertThat(bars.path("from").asDouble()).isLessThan(bars.path("to").asDouble());
  }

  @Test
  void aSetVersionThatIsNotThereIsNotFoundWithTheWayOut() throws Exception {
    for (String setId : new String[] {"7", "current", "99999999999999999999"}) {
      HttpResponse<String> response =
          get("/v1/predictions/%s/sets/%s/report".formatted(Scored.SET, setId));
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(JSON.readTree(response.body()).path("next").asText())
          .isEqualTo("see which there are at /v1/predictions/daily-churn/sets");
    }
  }

  @Test
  void whatAReportSaysNeedsTheTokenAndThePageItselfNeedsNone() throws Exception {
    Path tokens = folder.resolve("tokens");
    Files.writeString(tokens, "reader read " + READER + "\n");
    variables.put("SLIPWAY_LOOKUP_TOKENS_FILE", tokens.toString());
    SetVersion first;
    try (Warehouse warehouse = DuckDbWarehouse.open(folder)) {
      first = Scored.publish(warehouse, new Scored(1, 100, 0, 0).load(warehouse));
    }
    String path = "/v1/predictions/%s/sets/%d/report".formatted(Scored.SET, first.setId());
    assertThat(get(path).statusCode()).isEqualTo(401);
    assertThat(get(path, "Authorization", "Bearer " + READER).statusCode()).isEqualTo(200);
    HttpResponse<String> page = get("/reports/daily-churn/1");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("script-src 'self'", "require-trusted-types-for 'script'");
    // An answer of the API is no page, whatever somebody's label says.
    assertThat(get(path).headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("sandbox");
    assertThat(get("/pages/report.js").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
    assertThat(get("/pages/nothing.js").statusCode()).isEqualTo(404);
  }
}
