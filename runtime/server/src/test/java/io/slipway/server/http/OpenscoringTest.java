package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers of Openscoring send, and what they get back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenscoringTest {
  private static final String ONE = "/openscoring/model/churn";
  private static final String MANY = ONE + "/batch";
  private static final String CSV = ONE + "/csv";

  private static final List<Field> FIELDS =
      List.of(
          Field.column("x", DataType.FP64, Presence.REQUIRED),
          Field.column("name", DataType.BYTES, Presence.OPTIONAL));

  /** Answers with its inputs, but does not like 13. */
  private static final FunctionModel SUPERSTITIOUS =
      new FunctionModel(
          new Signature(FIELDS, FIELDS),
          inputs -> {
            Column x = inputs.column("x").orElseThrow();
            for (int row = 0; row < x.rows(); row++) {
              if (((double[]) x.values())[row] == 13) {
                throw ScoringException.invalidValue(row, "x", "13 is not taken");
              }
            }
            return Batch.of(
                List.of(
                    x,
                    inputs
                        .column("name")
                        .orElseGet(() -> Column.ofMissing("name", DataType.BYTES, x.rows()))));
          });

  private RunningServer server;

  @BeforeAll
  void start() {
    server = RunningServer.of(SUPERSTITIOUS);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\": \"r-1\", \"arguments\": {\"x\": 1.50, \"name\": \"Zoë\"}}|"
            + " {\"id\":\"r-1\",\"results\":{\"x\":1.5,\"name\":\"Zoë\"}}",
        "{\"id\": null, \"arguments\": {\"x\" :0.1 , \"name\":null}}|"
            + " {\"results\":{\"x\":0.1,\"name\":null}}",
        "{\"arguments\": {\"x\": 2}}| {\"results\":{\"x\":2.0,\"name\":null}}",
        // As its Java client sends numbers.
        "{\"arguments\": {\"x\": \"5e-324\", \"name\": \"7\"}}|"
            + " {\"results\":{\"x\":4.9E-324,\"name\":\"7\"}}",
        // It asks for what the model takes.
        "{\"arguments\": {\"y\": [{\"x\": 3}], \"x\": 1, \"z\": \"\"}}|"
            + " {\"results\":{\"x\":1.0,\"name\":null}}",
      })
  void oneRecordIsEvaluated(String request, String response) {
    HttpResponse<String> answer = server.post(ONE, request, "Content-Type", "application/json");

    assertThat(answer.body()).isEqualTo(response);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Slipway-Version")).hasValue("7");
    assertThat(answer.headers().firstValue("X-Application").orElseThrow())
        .startsWith("Openscoring/2.1");
  }

  @Test
  void ofManyRecordsEachHasItsOwnResponse() {
    HttpResponse<String> answer =
        server.post(
            MANY,
            """
            {"id": "all", "requests": [
              {"id": "a", "arguments": {"x": 1}},
              {"id": "b", "arguments": {"x": 13}},
              {"arguments": {"x": "much"}},
              {"id": "d", "arguments": {"name": "no x"}},
              {"id": "e", "arguments": {"x": 5, "name": "e"}}]}
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith(
            "{\"id\":\"all\",\"responses\":[{\"id\":\"a\",\"results\":{\"x\":1.0,\"name\":null}},")
        .contains(
            "{\"id\":\"b\",\"message\":\"",
            "13 is not taken",
            "{\"message\":\"",
            "much",
            "{\"id\":\"d\",\"message\":\"")
        .endsWith("{\"id\":\"e\",\"results\":{\"x\":5.0,\"name\":\"e\"}}]}");
  }

  @Test
  void oneBadRecordAmongAThousandCostsNoOther() {
    String records =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{\"id\":\"%d\",\"arguments\":{\"x\":%d}}".formatted(i, i))
            .collect(Collectors.joining(","));

    String body = server.post(MANY, "{\"requests\":[" + records + "]}").body();

    for (int i : new int[] {0, 12, 14, 999}) {
      assertThat(body).contains("{\"id\":\"%d\",\"results\":{\"x\":%d.0,".formatted(i, i));
    }
    assertThat(body).contains("{\"id\":\"13\",\"message\":").containsOnlyOnce("message");
  }

  @Test
  void noRecordsHaveNoResponses() {
    assertThat(server.post(MANY, "{\"requests\":[]}").body()).isEqualTo("{\"responses\":[]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void aTableIsAnsweredWithOneThatLooksAlike(String delimiter) {
    String table = "Id,x,name\nr-1,1.5,a\nr-2,2,\n".replace(",", delimiter);

    HttpResponse<String> answer =
        server.post(CSV, table, "Content-Type", "text/plain; charset=UTF-8");

    assertThat(answer.body()).isEqualTo("Id,x,name\nr-1,1.5,a\nr-2,2.0,\n".replace(",", delimiter));
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain;");
  }

  @Test
  void aTableMayHaveOtherColumnsAndNoNamesOfRows() {
    assertThat(server.post(CSV, "other,x\nq,1\nq,2\n").body()).isEqualTo("x,name\n1.0,\n2.0,\n");
  }

  @Test
  void cellsMayHoldWhatSeparatesThem() {
    assertThat(
            server.post(CSV + "?delimiterChar=%3B&quoteChar=%22", "x;name\n1;\"a;b,c\"\n").body())
        .isEqualTo("x;name\n1.0;\"a;b,c\"\n");
  }

  /** Found by mutating: without its first column a table would begin with what looks like one. */
  @Test
  void aByteOrderMarkWithinATableIsPartOfAName() {
    assertThat(server.post(CSV, "Id,\uFEFFname,x\nr-1,a,1\n").body())
        .isEqualTo("Id,x,name\nr-1,1.0,\n");
  }

  @Test
  void aBodyMayBeCompressed() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write("x,name\n1,a\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(
            server
                .post(
                    CSV,
                    compressed.toByteArray(),
                    "Content-Encoding",
                    "gzip",
                    "Content-Type",
                    "text/plain")
                .body())
        .isEqualTo("x,name\n1.0,a\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ONE + "| {\"arguments\": {\"x\": 13}}| 400| 13 is not taken",
        ONE + "| {\"arguments\": {}}| 400| \\\"x\\\"",
        ONE + "| {\"arguments\": [1]}| 400| arguments: expected an object",
        ONE + "| {\"id\": 5, \"arguments\": {}}| 400| id: expected text",
        ONE + "| {\"x\": 1}| 400| expected the key \\\"arguments\\\"",
        ONE + "| {\"arguments\": {\"x\": 1}| 400| it ends too soon",
        ONE + "| {\"arguments\": {\"x\": 1}} 2| 400| there is more after its end",
        "/openscoring/model/other| {\"arguments\": {\"x\": 1}}| 404| expected the model churn",
        MANY + "| {\"requests\": {}}| 400| requests: expected an array",
        MANY + "| {\"requests\": [1]}| 400| requests[0]: expected an object",
        "/openscoring/model/other/batch| {\"requests\": [{\"arguments\": {}}]}| 404| churn",
        CSV + "?delimiterChar=ab| x| 400| delimiterChar",
        CSV + "?quoteChar=%27| x| 400| quoteChar",
      })
  void whatIsWrongIsAMessage(String path, String body, int status, String message) {
    HttpResponse<String> answer = server.post(path, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"message\":\"").contains(message);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("X-Application")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x,name\n1\n", "name\na\n", "x\n13\n", "x\nmuch\n", "x\n\"1\n", ""})
  void aTableIsEvaluatedAsAWholeOrNotAtAll(String table) {
    HttpResponse<String> answer = server.post(CSV, "x\n1\n");
    HttpResponse<String> refusal = server.post(CSV, table);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(refusal.statusCode()).as(refusal.body()).isEqualTo(400);
    assertThat(refusal.body()).startsWith("{\"message\":\"");
  }

  @Test
  void whatIsAskedOfOtherPodsIsWhatEveryPodKnows() {
    List<CallerRequest> asked = new CopyOnWriteArrayList<>();
    try (RunningServer watched =
        RunningServer.of(
            SUPERSTITIOUS,
            context ->
                new ServingContext(
                    context.model(),
                    context.obstacle(),
                    (request, deadline) -> {
                      asked.add(request);
                      return RequestRouter.HERE;
                    },
                    context.answerHeaders(),
                    context.listener(),
                    context.limits(),
                    context.meters()))) {
      watched.post(MANY, "{\"requests\":[{\"arguments\":{\"x\":\"7\"}}]}", "X-Customer", "c-1");
    }

    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst().target())
        .isEqualTo("/v1/models/churn:predict?unknown-fields=ignore");
    assertThat(asked.getFirst().headers().firstValue("X-Customer")).hasValue("c-1");
    assertThat(asked.getFirst().body()).asString().isEqualTo("{\"instances\":[{\"x\":\"7\"}]}");
  }

  @Test
  void theNumbersOfAnAnswerAreThoseOfTheOtherProtocols() {
    String value = "0.30000000000000004";

    String ours = server.post(ONE, "{\"arguments\":{\"x\":" + value + "}}").body();

    assertThat(ours).contains("\"x\":" + value);
    assertThat(server.predict("{\"instances\":[{\"x\":" + value + "}]}").body())
        .contains("\"x\":" + value);
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() {
    try (RunningServer small =
        RunningServer.of(
            SUPERSTITIOUS, new Limits(100, 1 << 20, 1000, Duration.ofSeconds(20), 32, 4))) {
      HttpResponse<String> answer =
          small.post(ONE, "{\"arguments\":{\"x\":1,\"name\":\"" + "a".repeat(200) + "\"}}");

      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).startsWith("{\"message\":\"the body: expected at most 100 bytes");
    }
  }

  @Test
  void asManyRecordsAsOfAnyRequestAreTaken() {
    Limits limits = new Limits(1 << 20, 1 << 20, 2, Duration.ofSeconds(20), 32, 4);
    try (RunningServer small = RunningServer.of(SUPERSTITIOUS, limits)) {
      String record = "{\"arguments\":{\"x\":1}}";

      assertThat(small.post(MANY, "{\"requests\":[%s,%s]}".formatted(record, record)).statusCode())
          .isEqualTo(200);
      assertThat(
              small
                  .post(MANY, "{\"requests\":[%s,%s,%s]}".formatted(record, record, record))
                  .statusCode())
          .isEqualTo(413);
      assertThat(small.post(CSV, "x\n1\n2\n").statusCode()).isEqualTo(200);
      assertThat(small.post(CSV, "x\n1\n2\n3\n").statusCode()).isEqualTo(413);
    }
  }

  @Test
  void aBodyAsLargeAsMayBeIsAnsweredWhereBodiesMayHoldNoMoreThanThat() {
    Limits limits = new Limits(1 << 20, 1 << 10, 1000, Duration.ofSeconds(20), 32, 4);
    try (RunningServer small =
        RunningServer.of(SUPERSTITIOUS, limits, new MemoryBudget((1 << 20) + (4 << 10)))) {
      String padding = " ".repeat((1 << 20) - 100);

      assertThat(small.post(ONE, "{\"arguments\":{\"x\":1" + padding + "}}").body())
          .isEqualTo("{\"results\":{\"x\":1.0,\"name\":null}}");
    }
  }

  @Test
  void aBodyThatDripsInEndsWithTheTimeLimit() throws Exception {
    Limits limits = new Limits(1 << 20, 1 << 20, 1000, Duration.ofMillis(300), 1, 1);
    try (RunningServer small = RunningServer.of(SUPERSTITIOUS, limits);
        Socket socket = new Socket("localhost", small.server.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST " + ONE + " HTTP/1.1\r\nHost: churn\r\nContent-Length: 1000\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      await()
          .untilAsserted(
              () ->
                  assertThat(small.post(ONE, "{\"arguments\":{\"x\":1}}").statusCode())
                      .as("the only place is taken")
                      .isEqualTo(503));
      socket.setSoTimeout(50);
      int first = -1;
      while (first < 0) {
        out.write('{');
        out.flush();
        try {
          first = socket.getInputStream().read();
        } catch (SocketTimeoutException noAnswerYet) {
          // It drips on.
        }
      }
      socket.setSoTimeout(10_000);
      String answer =
          (char) first
              + new BufferedReader(
                      new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                  .readLine();

      assertThat(answer).contains(" 408 ");
      await()
          .untilAsserted(
              () ->
                  assertThat(small.post(ONE, "{\"arguments\":{\"x\":1}}").statusCode())
                      .isEqualTo(200));
      assertThat(small.meters.scrape()).contains("protocol=\"records\"");
    }
  }
}
