package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.scoring.Batch;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import io.slipway.testkit.BadFile;
import io.slipway.testkit.TestModels;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The malformed requests of the test models, against models of the shape they are made for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadRequestFilesTest {
  private RunningServer tabular;
  private RunningServer tensor;

  @BeforeAll
  void start() {
    Field y = Field.column("y", DataType.FP64, Presence.OPTIONAL);
    tabular =
        RunningServer.of(
            new FunctionModel(
                new Signature(
                    List.of(Field.column("x", DataType.FP64, Presence.REQUIRED)), List.of(y)),
                inputs -> Batch.of(inputs.column("x").orElseThrow().renamed("y"))));
    tensor =
        RunningServer.of(FunctionModel.echo(Field.tensor("x", DataType.FP32, Shape.of(-1, 2))));
  }

  @AfterAll
  void stop() {
    tabular.close();
    tensor.close();
  }

  static Stream<BadFile> requests() {
    return TestModels.badFiles().stream().filter(file -> file.kind().equals("request"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void getTheAnswerTheyDeserve(BadFile file) {
    boolean v2 = file.name().startsWith("request/v2-");
    RunningServer server = v2 ? tensor : tabular;
    HttpResponse<String> answer =
        server.post(
            v2 ? "/v2/models/churn/infer" : "/v1/models/churn:predict",
            file.content(),
            "Content-Type",
            file.entry().path("content_type").asText());

    switch (file.expectation()) {
      case REJECT -> assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
      case ACCEPT -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      case EITHER -> assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 499);
    }
    if (answer.statusCode() != 200) {
      assertThat(answer.body())
          .matches("(?s)\\{\"error\":\".*expected.*\\}")
          .doesNotContain("\tat ");
      assertThat(answer.body().length()).isLessThan(600);
    }
  }
}
