package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.testkit.OnnxAnswer;
import io.slipway.testkit.Tensors;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX models answer over HTTP what they must, in JSON and in binary. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnnxParityIT {
  private static final ObjectMapper JSON = new ObjectMapper();
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

  static Stream<TestModel> models() {
    return TestModels.available().stream().filter(model -> model.onnx().isPresent());
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersInJsonAndInBinary(TestModel files) throws Exception {
    server.serving(
        files.onnx().orElseThrow(),
        () -> {
          byte[] json = Files.readAllBytes(files.folder().resolve("onnx_input.json"));

          assertThat(fromJson(json).differences(files)).as("JSON").isEmpty();
          assertThat(fromBinary(files.onnxInput()).differences(files)).as("binary").isEmpty();
        });
  }

  private OnnxAnswer fromJson(byte[] request) throws Exception {
    HttpResponse<byte[]> answer = server.send(INFER, "application/json", request);
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    List<Column> columns = new ArrayList<>();
    JSON.readTree(answer.body())
        .path("outputs")
        .forEach(output -> columns.add(Tensors.ofJson(output)));
    return new OnnxAnswer(Batch.of(columns));
  }

  private OnnxAnswer fromBinary(Batch input) throws Exception {
    ObjectNode header = JSON.createObjectNode();
    header.putObject("parameters").put("binary_data_output", true);
    ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    for (Column column : input.columns()) {
      byte[] elements = Tensors.toBinary(column);
      tensors.writeBytes(elements);
      ObjectNode tensor = header.withArray("inputs").addObject();
      tensor.put("name", column.name()).put("datatype", column.type().name());
      for (long dimension : column.shape().toArray()) {
        tensor.withArray("shape").add(dimension);
      }
      tensor.withArray("shape"); // a scalar's is there and empty
      tensor.putObject("parameters").put("binary_data_size", elements.length);
    }
    byte[] json = JSON.writeValueAsBytes(header);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(json);
    body.writeBytes(tensors.toByteArray());

    HttpResponse<byte[]> answer =
        server.send(
            INFER,
            "application/octet-stream",
            body.toByteArray(),
            "Inference-Header-Content-Length",
            Integer.toString(json.length));
    assertThat(answer.statusCode())
        .as(new String(answer.body(), StandardCharsets.UTF_8))
        .isEqualTo(200);
    int jsonLength =
        Integer.parseInt(
            answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
    return decoded(ByteBuffer.wrap(answer.body()), jsonLength);
  }

  private static OnnxAnswer decoded(ByteBuffer body, int jsonLength) throws Exception {
    byte[] json = new byte[jsonLength];
    body.get(json);
    List<Column> columns = new ArrayList<>();
    for (JsonNode output : JSON.readTree(json).path("outputs")) {
      int size = output.path("parameters").path("binary_data_size").intValue();
      byte[] elements = new byte[size];
      body.get(elements);
      columns.add(
          Tensors.ofBinary(
              output.path("name").textValue(),
              DataType.valueOf(output.path("datatype").textValue()),
              shape(output.path("shape")),
              ByteBuffer.wrap(elements)));
    }
    assertThat(body.hasRemaining()).isFalse();
    return new OnnxAnswer(Batch.of(columns));
  }

  private static Shape shape(JsonNode dimensions) {
    return Shape.of(
        StreamSupport.stream(dimensions.spliterator(), false)
            .mapToLong(JsonNode::longValue)
            .toArray());
  }
}
