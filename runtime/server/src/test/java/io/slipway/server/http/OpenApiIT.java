package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The description of real models, and what they really answer: of the committed ones, and of the
 * whole collection with {@code -Dslipway.long=true}.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREDICT = "/v1/models/churn:predict";
  private static final String INFER = "/v2/models/churn/infer";

  private CollectionServer server;

  @BeforeAll
  void start() {
    server = new CollectionServer();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static Stream<TestModel> models() {
    return (Boolean.getBoolean("slipway.long") ? TestModels.available() : TestModels.committed())
        .stream();
  }

  static Stream<TestModel> pmmlModels() {
    return models().filter(model -> model.pmml().isPresent());
  }

  static Stream<TestModel> onnxModels() {
    return models().filter(model -> model.onnx().isPresent());
  }

  @ParameterizedTest
  @MethodSource("pmmlModels")
  void pmmlAnswersAreAsDescribed(TestModel files) throws Exception {
    Path rows = files.inputCsv().orElseThrow();
    server.serving(
        files.pmml().orElseThrow(),
        () ->
            assertAnswerIsAsDescribed(
                PREDICT, PREDICT + "?unknown-fields=ignore", "text/csv", Files.readAllBytes(rows)));
  }

  @ParameterizedTest
  @MethodSource("onnxModels")
  void onnxRequestsAndAnswersAreAsDescribed(TestModel files) throws Exception {
    byte[] request = Files.readAllBytes(files.folder().resolve("onnx_input.json"));
    server.serving(
        files.onnx().orElseThrow(),
        () -> {
          OpenApiDescription description =
              assertAnswerIsAsDescribed(INFER, INFER, "application/json", request);
          assertThat(description.faultsOfRequest(INFER, JSON.readTree(request))).isEmpty();
        });
  }

  private OpenApiDescription assertAnswerIsAsDescribed(
      String path, String target, String type, byte[] body) throws Exception {
    OpenApiDescription description = OpenApiDescription.of(server.get("/openapi.json"));
    assertThat(description.faults()).isEmpty();

    HttpResponse<byte[]> answer = server.send(target, type, body, "Accept", "application/json");
    JsonNode json = JSON.readTree(answer.body());
    assertThat(answer.statusCode()).as(json.toString()).isEqualTo(200);
    assertThat(description.faultsOfAnswer(path, json)).isEmpty();
    return description;
  }
}
