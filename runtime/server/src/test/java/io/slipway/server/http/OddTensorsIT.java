package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real ONNX models and tensors that no training set holds: no rows, lengths that do not fit each
 * other, numbers at the ends of their types, text of every kind. They are scored or refused.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddTensorsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Object> FLOATING =
      List.of(0.0, -1.0, 1e30, -1e30, 1e-30, "NaN", "Infinity", "-Infinity");
  private static final List<Object> TEXTS =
      List.of("", "a", "\u0000", "caf\u00e9", "\ud83d\ude00", "%s", "x".repeat(5_000));

  private CollectionServer server;

  @BeforeAll
  void start() {
    server = new CollectionServer();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** The slow one takes its time for any input: it is of other tests. */
  static Stream<TestModel> models() {
    return TestModels.available().stream()
        .filter(model -> model.onnx().isPresent() && !model.id().equals("onnx-slow-loop"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void neverFailTheServer(TestModel files) throws Exception {
    server.serving(
        files.onnx().orElseThrow(),
        () -> {
          List<String> failed = new ArrayList<>();
          for (Map<String, Object> request : requests(files.onnxInput())) {
            HttpResponse<byte[]> answer =
                server.send(
                    "/v2/models/churn/infer", "application/json", JSON.writeValueAsBytes(request));
            String body = new String(answer.body(), StandardCharsets.UTF_8);
            boolean told = answer.statusCode() == 200 || body.contains("\"error\":\"");
            if (answer.statusCode() >= 500 || !told || body.contains("\\tat ")) {
              failed.add(shortened(JSON.writeValueAsString(request)) + ": " + shortened(body));
            }
          }
          assertThat(failed).isEmpty();
        });
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(300, text.length()));
  }

  private static List<Map<String, Object>> requests(Batch good) throws IOException {
    List<Map<String, Object>> requests = new ArrayList<>();
    List<Column> inputs = List.copyOf(good.columns());
    for (long rows : new long[] {0, 1, 3}) {
      requests.add(request(inputs.stream().map(c -> tensor(c, resized(c, 0, rows), 0)).toList()));
    }
    for (int odd = 0; odd < inputs.size(); odd++) {
      Column column = inputs.get(odd);
      for (int axis = 0; axis < column.shape().rank(); axis++) {
        for (long dimension : new long[] {0, 1, 7}) {
          requests.add(with(inputs, odd, tensor(column, resized(column, axis, dimension), 0)));
        }
      }
      for (int value = 0; value < values(column.type()).size(); value++) {
        requests.add(with(inputs, odd, tensor(column, resized(column, 0, 2), value)));
      }
    }
    return requests;
  }

  private static Map<String, Object> with(
      List<Column> inputs, int odd, Map<String, Object> oddTensor) {
    List<Map<String, Object>> tensors = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      tensors.add(i == odd ? oddTensor : tensor(inputs.get(i), resized(inputs.get(i), 0, 2), 0));
    }
    return request(tensors);
  }

  private static Map<String, Object> request(List<Map<String, Object>> tensors) {
    return Map.of("inputs", tensors);
  }

  private static Map<String, Object> tensor(Column column, Shape shape, int value) {
    Map<String, Object> tensor = new LinkedHashMap<>();
    tensor.put("name", column.name());
    tensor.put("datatype", column.type().name());
    tensor.put("shape", shape.toArray());
    tensor.put(
        "data",
        Collections.nCopies(Math.toIntExact(shape.elements()), values(column.type()).get(value)));
    return tensor;
  }

  private static Shape resized(Column column, int axis, long dimension) {
    long[] dimensions = column.shape().toArray();
    if (axis < dimensions.length) {
      dimensions[axis] = dimension;
    }
    return Shape.of(dimensions);
  }

  private static List<Object> values(DataType type) {
    return switch (type) {
      case BOOL -> List.of(false, true);
      case UINT8 -> List.of(0, 255);
      case UINT16 -> List.of(0, 65_535);
      case UINT32 -> List.of(0, 4_294_967_295L);
      case UINT64 -> List.of(0, Long.MAX_VALUE);
      case INT8 -> List.of(0, -1, Byte.MAX_VALUE, Byte.MIN_VALUE);
      case INT16 -> List.of(0, -1, Short.MAX_VALUE, Short.MIN_VALUE);
      case INT32 -> List.of(0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE);
      case INT64 -> List.of(0, -1, Long.MAX_VALUE, Long.MIN_VALUE);
      case FP16 -> List.of(0.0, "NaN", "Infinity");
      case FP32, FP64 -> FLOATING;
      case BYTES -> TEXTS;
    };
  }
}
