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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  private CollectionServer real;

  @BeforeAll
  void start() {
    Field y = Field.column("y", DataType.FP64, Presence.OPTIONAL);
    tabular =
        RunningServer.of(
            new FunctionModel(
                new Signature(
                    List.of(Field.column("x", DataType.FP64, Presence.REQUIRED)), List.of(y)),
                inputs -> Batch.of(inputs.column("x").orElseThrow().renamed("y"))));
    real = new CollectionServer();
    tensor =
        RunningServer.of(FunctionModel.echo(Field.tensor("x", DataType.FP32, Shape.of(-1, 2))));
  }

  @AfterAll
  void stop() {
    tabular.close();
    tensor.close();
    real.close();
  }

  static Stream<BadFile> requests() {
    return TestModels.badFiles().stream().filter(file -> file.kind().equals("request"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void getTheAnswerTheyDeserve(BadFile file) {
    RunningServer server = isTensor(file) ? tensor : tabular;
    HttpResponse<String> answer =
        server.post(path(file), file.content(), "Content-Type", contentType(file));

    assertDeserved(file, answer.statusCode(), answer.body());
  }

  /** The models that they were made for. */
  @ParameterizedTest
  @MethodSource("requests")
  void getItFromRealModelsToo(BadFile file) throws Exception {
    Path models = TestModels.committedFolder().resolve("bad");
    real.serving(
        models.resolve(isTensor(file) ? "onnx/ok-tiny.onnx" : "pmml/ok-tiny.pmml"),
        () -> {
          HttpResponse<byte[]> answer = real.send(path(file), contentType(file), file.content());

          assertDeserved(
              file, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        });
  }

  private static boolean isTensor(BadFile file) {
    return file.name().startsWith("request/v2-");
  }

  private static String path(BadFile file) {
    return isTensor(file) ? "/v2/models/churn/infer" : "/v1/models/churn:predict";
  }

  private static String contentType(BadFile file) {
    return file.entry().path("content_type").asText();
  }

  private static void assertDeserved(BadFile file, int status, String body) {
    switch (file.expectation()) {
      case REJECT -> assertThat(status).as(body).isBetween(400, 499);
      case ACCEPT -> assertThat(status).as(body).isEqualTo(200);
      case EITHER -> assertThat(status).as(body).isBetween(200, 499);
    }
    if (status != 200) {
      assertThat(body).matches("(?s)\\{\"error\":\".*expected.*\\}").doesNotContain("\tat ");
      assertThat(body.length()).isLessThan(600);
    }
  }
}
