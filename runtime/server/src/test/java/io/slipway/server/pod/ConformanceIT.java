package io.slipway.server.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.conformance.Main;
import io.slipway.scoring.Engines;
import io.slipway.server.traffic.TestOperator;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole pods with real models pass the conformance suite over REST and gRPC, recommendations and
 * extensions included.
 */
@Timeout(120)
class ConformanceIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int ROWS = 3;

  @TempDir Path folder;
  private final TestOperator operator = new TestOperator();

  static Stream<TestModel> pmmlModels() {
    return Stream.of("sk-mixed-imputer-logreg-penguins", "sk-logreg-multiclass-iris")
        .map(ConformanceIT::model);
  }

  static Stream<TestModel> onnxModels() {
    return Stream.of("sk-logreg-multiclass-iris", "onnx-multi-io", "onnx-dtype-uint16")
        .map(ConformanceIT::model);
  }

  private static TestModel model(String id) {
    return TestModels.available().stream()
        .filter(model -> model.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("pmmlModels")
  void pmml(TestModel files) throws Exception {
    try (RunningPod pod = pod(files.pmml().orElseThrow())) {
      passes(pod, rows(metadata(pod), files.inputRows()));
    }
  }

  @ParameterizedTest
  @MethodSource("onnxModels")
  void onnx(TestModel files) throws Exception {
    try (RunningPod pod = pod(files.onnx().orElseThrow())) {
      passes(pod, JSON.readTree(files.folder().resolve("onnx_input.json").toFile()));
    }
  }

  private RunningPod pod(Path model) throws Exception {
    PodFolder mounts =
        new PodFolder(folder)
            .revision("blue", Files.readAllBytes(model))
            .traffic(operator, operator.document(1, 1, "", 0))
            .variable("SLIPWAY_MAX_BODY_BYTES", "4000000");
    RunningPod pod =
        RunningPod.start(mounts, new RunningPod.Network(), Engines.installed()).awaitPrepared();
    if (pod.getScoring("/v2/health/ready").statusCode() != 200) {
      String why = pod.status().toString();
      pod.close();
      assumeTrue(!why.contains("no engine here"), why);
      assertThat(why).as("the pod is ready").isEmpty();
    }
    return pod;
  }

  private static JsonNode metadata(RunningPod pod) throws Exception {
    return JSON.readTree(pod.getScoring("/v2/models/churn").body());
  }

  /** An infer request with the first rows, for what the pod says that the model takes. */
  private static JsonNode rows(JsonNode metadata, List<Map<String, Object>> rows) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    ArrayNode inputs = request.putArray("inputs");
    for (JsonNode field : metadata.path("inputs")) {
      ObjectNode input = inputs.addObject();
      input.set("name", field.path("name"));
      input.set("datatype", field.path("datatype"));
      input.putArray("shape").add(ROWS);
      ArrayNode data = input.putArray("data");
      rows.stream()
          .map(row -> row.get(field.path("name").textValue()))
          .limit(ROWS)
          .forEach(data::addPOJO);
    }
    return request;
  }

  private void passes(RunningPod pod, JsonNode request) throws Exception {
    Path file = folder.resolve("request.json");
    JSON.writeValue(file.toFile(), request);
    List<String> arguments =
        new ArrayList<>(List.of(pod.scoring("").toString(), "--model", "churn", "--strict"));
    arguments.addAll(List.of("--grpc", "localhost:" + pod.pod.grpcPort()));
    arguments.addAll(List.of("--request", file.toString(), "--large", "5000000"));
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8);

    int exit = Main.run(out, out, arguments.toArray(String[]::new));

    String text = report.toString(StandardCharsets.UTF_8);
    assertThat(exit).as(text).isZero();
    assertThat(text)
        .containsPattern("pass +required +infer.scored\n")
        .containsPattern("pass +required +grpc.infer.scored\n");
  }
}
