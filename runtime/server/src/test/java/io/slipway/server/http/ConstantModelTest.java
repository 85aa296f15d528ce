package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A model without inputs answers with one row, and its callers may have sent any number. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConstantModelTest {
  private RunningServer server;

  @BeforeAll
  void start() {
    Field mean = Field.column("mean", DataType.FP64, Presence.REQUIRED);
    Field mode = Field.column("mode", DataType.BYTES, Presence.OPTIONAL);
    Field bounds = Field.tensor("bounds", DataType.INT64, Shape.of(1, 2));
    server =
        RunningServer.of(
            new FunctionModel(
                new Signature(List.of(), List.of(mean, mode, bounds)),
                inputs ->
                    Batch.of(
                        Column.ofDoubles("mean", 1.5),
                        Column.ofMissing("mode", DataType.BYTES, 1),
                        Column.of("bounds", DataType.INT64, Shape.of(1, 2), new long[] {1, 2}))));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void everyInstanceGetsTheAnswer() {
    HttpResponse<String> answer = server.predict("{\"instances\": [{}, {}, {}]}");

    String prediction = "{\"mean\":1.5,\"mode\":null,\"bounds\":[1,2]}";
    assertThat(answer.body())
        .isEqualTo("{\"predictions\":[%s,%s,%s]}".formatted(prediction, prediction, prediction));
  }

  @Test
  void oneInstanceAndNoneGetAsMany() {
    assertThat(server.predict("{\"instances\": [{}]}").body()).contains("[{\"mean\":1.5,");
    assertThat(server.predict("{\"instances\": []}").body()).isEqualTo("{\"predictions\":[]}");
  }

  @Test
  void rowsOfColumnsThatItIgnoresGetItToo() {
    HttpResponse<String> answer =
        server.post(
            "/v1/models/churn:predict?unknown-fields=ignore",
            "age\n1\n2\n",
            "Content-Type",
            "text/csv",
            "Accept",
            "application/json");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body().split("\"mean\":1.5", -1)).hasSize(3);
  }

  @Test
  void moreInstancesThanMayBeAreRefusedWithoutBeingMade() {
    HttpResponse<String> answer =
        server.predict("{\"instances\": [" + "{},".repeat(10_000) + "{}]}");

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void withoutTensorsItsOnlyRowIsAskedFor() {
    HttpResponse<String> answer =
        server.infer("{\"inputs\": [], \"outputs\": [{\"name\": \"mean\"}]}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("\"shape\":[1],\"data\":[1.5]");
  }
}
