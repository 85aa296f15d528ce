package io.slipway.server.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.scoring.Field;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.Shape;
import io.slipway.server.model.RuntimeVersion;
import io.slipway.server.model.ServedModel;
import java.util.List;
import java.util.Optional;

/** Metadata in JSON. */
public final class ModelDocuments {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ModelDocuments() {}

  /** {@code GET /v2}. */
  public static ObjectNode server() {
    ObjectNode server = JSON.objectNode();
    server.put("name", "slipway");
    server.put("version", RuntimeVersion.current());
    // Of the repository's three requests the index alone, which is said as Triton says such things.
    server
        .putArray("extensions")
        .add("binary_tensor_data")
        .add("model_repository(index)")
        .add("statistics");
    return server;
  }

  /** {@code GET /v2/models} and {@code GET /v1/models}, as KServe has them. */
  public static ObjectNode names(List<String> names) {
    ObjectNode models = JSON.objectNode();
    ArrayNode array = models.putArray("models");
    names.forEach(array::add);
    return models;
  }

  /**
   * {@code POST /v2/repository/index}.
   *
   * @param obstacle why it is not ready for callers; empty when it is
   */
  public static ArrayNode index(Optional<ServedModel> served, Optional<String> obstacle) {
    ArrayNode models = JSON.arrayNode();
    served.ifPresent(
        model ->
            models
                .addObject()
                .put("name", model.name())
                .put("version", model.version())
                .put("state", obstacle.isEmpty() ? "READY" : "UNAVAILABLE")
                .put("reason", obstacle.orElse("")));
    return models;
  }

  /** {@code GET /v2/models/NAME/stats}; what is not measured is not in it. */
  public static ObjectNode statistics(ServedModel served, ServingCounts counts) {
    ObjectNode statistics = JSON.objectNode();
    ObjectNode model = statistics.putArray("model_stats").addObject();
    model.put("name", served.name());
    model.put("version", served.version());
    model.put("last_inference", counts.lastScored());
    model.put("inference_count", counts.rows());
    model.put("execution_count", counts.calls());
    ObjectNode inferences = model.putObject("inference_stats");
    inferences.set("success", took(counts.scored()));
    inferences.set("fail", took(counts.failed()));
    return statistics;
  }

  private static ObjectNode took(ServingCounts.Took took) {
    return JSON.objectNode().put("count", took.count()).put("ns", took.total().toNanos());
  }

  /** {@code GET /v2/models/NAME}, by the Open Inference Protocol. */
  public static ObjectNode metadata(ServedModel served) {
    ObjectNode metadata = JSON.objectNode();
    metadata.put("name", served.name());
    metadata.putArray("versions").add(served.version());
    metadata.put("platform", platform(served.format()));
    metadata.set("inputs", tensors(served.signature().inputs()));
    metadata.set("outputs", tensors(served.signature().outputs()));
    return metadata;
  }

  /** {@code <project>_<format>}, as the protocol asks for. */
  private static String platform(ModelFormat format) {
    return switch (format) {
      case PMML -> "pmml_pmml";
      case ONNX -> "onnx_onnxv1";
    };
  }

  private static ArrayNode tensors(List<Field> fields) {
    ArrayNode tensors = JSON.arrayNode();
    for (Field field : fields) {
      tensors.add(tensor(field));
    }
    return tensors;
  }

  private static ObjectNode tensor(Field field) {
    ObjectNode tensor = JSON.objectNode();
    tensor.put("name", field.name());
    tensor.put("datatype", field.type().name());
    tensor.set("shape", shape(field.shape()));
    return tensor;
  }

  private static ArrayNode shape(Shape shape) {
    ArrayNode dimensions = JSON.arrayNode();
    for (long dimension : shape.toArray()) {
      dimensions.add(dimension);
    }
    return dimensions;
  }

  /**
   * {@code GET /v1/models/NAME}: all that is known, in a form of our own around KServe's name and
   * ready.
   */
  public static ObjectNode model(ServedModel served, Optional<String> obstacle) {
    ObjectNode model = JSON.objectNode();
    model.put("name", served.name());
    model.put("ready", obstacle.isEmpty());
    model.put("version", served.version());
    model.put("revision", served.revision());
    model.put("digest", served.digest());
    model.put("format", served.format().name());
    ObjectNode engine = model.putObject("engine");
    engine.put("name", served.model().engine().name());
    engine.put("version", served.model().engine().version());
    engine.put("executionProvider", served.model().engine().executionProvider().name());
    served
        .model()
        .engine()
        .passedOver()
        .ifPresent(
            faster ->
                engine
                    .putObject("passedOver")
                    .put("engine", faster.engine())
                    .put("reason", faster.reason().name())
                    .put("why", faster.why()));
    ArrayNode inputs = model.putArray("inputs");
    for (Field field : served.signature().inputs()) {
      ObjectNode input = tensor(field);
      input.put("required", field.presence() == Field.Presence.REQUIRED);
      field.allowedValues().forEach(value -> input.withArrayProperty("allowedValues").add(value));
      field.intervals().forEach(i -> input.withArrayProperty("intervals").add(Intervals.text(i)));
      field.defaultValue().ifPresent(value -> input.put("default", value));
      inputs.add(input);
    }
    model.set("outputs", tensors(served.signature().outputs()));
    return model;
  }
}
