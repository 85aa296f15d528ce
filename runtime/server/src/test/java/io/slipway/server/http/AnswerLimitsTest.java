package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that are large whatever the request was. */
@Timeout(60)
class AnswerLimitsTest {
  private static final int MAX_ANSWER = 2000;
  private static final Limits LIMITS =
      new Limits(100_000, MAX_ANSWER, 1000, Duration.ofSeconds(30), 8, 1);
  private static final FunctionModel ECHO =
      FunctionModel.echo(Field.column("x", DataType.BYTES, Presence.OPTIONAL));
  private static final String REFUSAL =
      "{\"error\":\"the answer: expected at most 2000 bytes (SLIPWAY_MAX_ANSWER_BYTES), found more;"
          + " send fewer rows a request, or ask for fewer outputs\"}";

  @Test
  void recordsFitUpToTheLastByte() {
    String around = "{\"predictions\":[{\"x\":\"\"}]}";
    try (RunningServer server = RunningServer.of(ECHO, LIMITS)) {
      String largest = "a".repeat(MAX_ANSWER - around.length());

      HttpResponse<String> fits = server.predict("{\"instances\": [{\"x\": \"" + largest + "\"}]}");
      HttpResponse<String> doesNot =
          server.predict("{\"instances\": [{\"x\": \"a" + largest + "\"}]}");

      assertThat(fits.statusCode()).isEqualTo(200);
      assertThat(fits.body()).hasSize(MAX_ANSWER);
      assertThat(doesNot.statusCode()).isEqualTo(413);
      assertThat(doesNot.body()).isEqualTo(REFUSAL);
      assertThat(doesNot.headers().firstValue("Slipway-Revision")).isPresent();
      assertThat(
              server
                  .meters
                  .get("slipway.requests")
                  .tags("protocol", "records", "outcome", "refused")
                  .timer()
                  .count())
          .isOne();
    }
  }

  @Test
  void aManyRowsAnswerInCsvIsBoundedToo() {
    try (RunningServer server = RunningServer.of(ECHO, LIMITS)) {
      String rows = "x\n" + "0123456789\n".repeat(200);

      HttpResponse<String> answer = server.predict(rows, "Content-Type", "text/csv");

      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).isEqualTo(REFUSAL);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "BYTES, true, 50, 200",
    "BYTES, true, 300, 413",
    "BYTES, false, 50, 200",
    "BYTES, false, 300, 413",
    "FP64, true, 50, 200",
    "FP64, true, 300, 413",
    "FP64, false, 50, 200",
    "FP64, false, 300, 413"
  })
  void tensorsAreBoundedInJsonAndInBinary(DataType type, String binary, int rows, int status) {
    String value = type == DataType.BYTES ? "\"0123456789\"" : "0.123456789012345";
    String request =
        """
        {"inputs": [{"name": "x", "datatype": "%s", "shape": [%d], "data": [%s]}],
         "parameters": {"binary_data_output": %s}}"""
            .formatted(type, rows, String.join(",", Collections.nCopies(rows, value)), binary);
    FunctionModel model = FunctionModel.echo(Field.column("x", type, Presence.OPTIONAL));
    try (RunningServer server = RunningServer.of(model, LIMITS)) {
      HttpResponse<String> answer = server.infer(request);

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.body().equals(REFUSAL)).isEqualTo(status == 413);
    }
  }

  @Test
  void whatACallerDoesNotAskForDoesNotCount() {
    Field wide = Field.column("wide", DataType.BYTES, Presence.OPTIONAL);
    Field x = Field.column("x", DataType.FP64, Presence.OPTIONAL);
    FunctionModel model =
        new FunctionModel(
            new Signature(List.of(x), List.of(x, wide)),
            inputs ->
                Batch.of(
                    inputs.column("x").orElseThrow(),
                    Column.ofStrings("wide", "a".repeat(MAX_ANSWER))));
    String request =
        """
        {"inputs": [{"name": "x", "datatype": "FP64", "shape": [1], "data": [1]}]%s}""";
    try (RunningServer server = RunningServer.of(model, LIMITS)) {
      assertThat(server.infer(request.formatted("")).statusCode()).isEqualTo(413);
      assertThat(server.infer(request.formatted(", \"outputs\": [{\"name\": \"x\"}]")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void answersThatNobodyTakesHoldNoMoreMemoryThanTheyMay() throws Exception {
    int large = 16 << 20; // beyond what the sockets of both sides hold
    FunctionModel generous =
        new FunctionModel(
            ECHO.signature(), inputs -> Batch.of(Column.ofStrings("x", "a".repeat(large))));
    Limits limits = new Limits(1000, 2 * large, 10, Duration.ofSeconds(30), 8, 1);
    String row = "{\"instances\": [{}]}";
    try (RunningServer server =
        RunningServer.of(generous, limits, new MemoryBudget(large + large / 2))) {
      try (RawCaller slow = new RawCaller(server.server.port())) {
        slow.send(RawCaller.predict(row));
        await().until(() -> server.predict(row).statusCode() == 503);
      }
      await().until(() -> server.predict(row).statusCode() == 200);
    }
  }
}
