package io.slipway.server.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.Field.Interval.Kind;
import io.slipway.scoring.Shape;
import io.slipway.server.model.ServedModel;
import java.util.ArrayList;
import java.util.List;

/** OpenAPI 3.1 for one model: what may be sent for each of its fields and what comes back. */
public final class OpenApiDocument {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String JSON_TYPE = "application/json";
  private static final String NUMBER = "-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?";
  private static final String NOT_FINITE = "NaN|-?Infinity";

  private final ServedModel served;

  private OpenApiDocument(ServedModel served) {
    this.served = served;
  }

  /** {@code GET /openapi.json}. */
  public static ObjectNode of(ServedModel served) {
    return new OpenApiDocument(served).document();
  }

  private ObjectNode document() {
    ObjectNode document = JSON.objectNode();
    document.put("openapi", "3.1.0");
    ObjectNode info = document.putObject("info");
    info.put("title", served.name());
    info.put("version", served.version());
    info.put("description", "Predictions of the model " + served.digest());
    ObjectNode paths = document.putObject("paths");
    String name = ModelPaths.segment(served.name());
    paths.putObject(ModelPaths.predict(served.name())).set("post", predict());
    paths.putObject("/v1/models/" + name).set("get", get("The model, its inputs and outputs"));
    paths.putObject("/v2/models/" + name + "/infer").set("post", infer());
    paths
        .putObject("/v2/models/" + name)
        .set("get", get("Metadata by the Open Inference Protocol v2"));
    paths.putObject("/v2/models/" + name + "/ready").set("get", get("Whether it can score"));
    paths
        .putObject("/v2/models/" + name + "/stats")
        .set("get", get("How much it has been asked, by Triton's statistics extension"));
    paths.putObject("/v2/models").set("get", get("The names of the models here"));
    paths.putObject("/v2/repository/index").set("post", index());
    paths.putObject("/v2/health/live").set("get", get("Whether the process works"));
    paths.putObject("/v2/health/ready").set("get", get("Whether the pod can score"));
    ObjectNode schemas = document.putObject("components").putObject("schemas");
    schemas.set("Instance", record(served.signature().inputs(), Side.INPUT));
    schemas.set("Prediction", record(served.signature().outputs(), Side.OUTPUT));
    ObjectNode error = schemas.putObject("Error").put("type", "object");
    error.putObject("properties").putObject("error").put("type", "string");
    return document;
  }

  private enum Side {
    INPUT,
    OUTPUT
  }

  private static ObjectNode get(String summary) {
    ObjectNode operation = JSON.objectNode().put("summary", summary);
    ObjectNode ok = operation.putObject("responses").putObject("200").put("description", "OK");
    ok.putObject("content").putObject(JSON_TYPE).putObject("schema").put("type", "object");
    return operation;
  }

  private static ObjectNode index() {
    ObjectNode operation =
        JSON.objectNode().put("summary", "The models here, by Triton's repository extension");
    ObjectNode content = operation.putObject("requestBody").putObject("content");
    ObjectNode body = content.putObject(JSON_TYPE).putObject("schema").put("type", "object");
    body.putObject("properties").putObject("ready").put("type", "boolean");
    ObjectNode responses = operation.putObject("responses");
    ObjectNode ok = responses.putObject("200").put("description", "Those that were asked for");
    ok.putObject("content").putObject(JSON_TYPE).putObject("schema").put("type", "array");
    addErrors(responses);
    return operation;
  }

  private static ObjectNode predict() {
    ObjectNode operation = JSON.objectNode().put("summary", "Score rows");
    ObjectNode parameter = operation.putArray("parameters").addObject();
    parameter.put("name", "unknown-fields").put("in", "query");
    parameter.put("description", "Whether fields that the model does not have are refused");
    parameter.putObject("schema").putArray("enum").add("refuse").add("ignore");
    ObjectNode body = operation.putObject("requestBody").put("required", true);
    ObjectNode content = body.putObject("content");
    content.putObject(JSON_TYPE).set("schema", listOf("instances", "Instance"));
    content.putObject("text/csv").putObject("schema").put("type", "string");
    ObjectNode responses = operation.putObject("responses");
    ObjectNode ok = responses.putObject("200").put("description", "A prediction for each row");
    ObjectNode answer = ok.putObject("content");
    answer.putObject(JSON_TYPE).set("schema", listOf("predictions", "Prediction"));
    answer.putObject("text/csv").putObject("schema").put("type", "string");
    addErrors(responses);
    return operation;
  }

  private static ObjectNode listOf(String key, String schema) {
    ObjectNode list = JSON.objectNode().put("type", "object");
    list.putArray("required").add(key);
    ObjectNode items = list.putObject("properties").putObject(key).put("type", "array");
    items.putObject("items").put("$ref", "#/components/schemas/" + schema);
    return list;
  }

  private ObjectNode infer() {
    ObjectNode operation = JSON.objectNode().put("summary", "Score tensors");
    operation.put(
        "description", "By the Open Inference Protocol v2, with the binary tensor data extension");
    ObjectNode body = operation.putObject("requestBody").put("required", true);
    ObjectNode schema = body.putObject("content").putObject(JSON_TYPE).putObject("schema");
    schema.put("type", "object").putArray("required").add("inputs");
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("id").put("type", "string");
    ObjectNode inputs = properties.putObject("inputs").put("type", "array");
    inputs.set("items", tensor(served.signature().inputs()));
    ObjectNode responses = operation.putObject("responses");
    ObjectNode ok = responses.putObject("200").put("description", "The outputs of the model");
    ObjectNode answer = ok.putObject("content").putObject(JSON_TYPE).putObject("schema");
    answer.put("type", "object");
    ObjectNode outputs = answer.putObject("properties").putObject("outputs").put("type", "array");
    outputs.set("items", tensor(served.signature().outputs()));
    addErrors(responses);
    return operation;
  }

  private static ObjectNode tensor(List<Field> fields) {
    ObjectNode tensor = JSON.objectNode().put("type", "object");
    tensor.putArray("required").add("name").add("datatype").add("shape");
    ObjectNode properties = tensor.putObject("properties");
    ArrayNode names = properties.putObject("name").putArray("enum");
    fields.forEach(field -> names.add(field.name()));
    properties.putObject("datatype").put("type", "string");
    ObjectNode shape = properties.putObject("shape").put("type", "array");
    shape.putObject("items").put("type", "integer").put("minimum", 0);
    properties.putObject("data").put("type", "array");
    return tensor;
  }

  private static void addErrors(ObjectNode responses) {
    addError(responses, "4XX", "The request is at fault; the text says where and why");
    addError(responses, "503", "Too busy; try again");
    addError(responses, "504", "Not answered within the time limit");
  }

  private static void addError(ObjectNode responses, String status, String description) {
    ObjectNode error = responses.putObject(status).put("description", description);
    error
        .putObject("content")
        .putObject(JSON_TYPE)
        .putObject("schema")
        .put("$ref", "#/components/schemas/Error");
  }

  private static ObjectNode record(List<Field> fields, Side side) {
    ObjectNode record = JSON.objectNode().put("type", "object");
    ObjectNode properties = record.putObject("properties");
    for (Field field : fields) {
      properties.set(field.name(), row(field, side));
      if (side == Side.OUTPUT || field.presence() == Field.Presence.REQUIRED) {
        record.withArrayProperty("required").add(field.name());
      }
    }
    record.put("additionalProperties", false);
    return record;
  }

  /**
   * The schema of a field in one row: its elements, in an array for each dimension but the first.
   */
  private static ObjectNode row(Field field, Side side) {
    ObjectNode schema = element(field, side);
    long[] dimensions = field.shape().toArray();
    for (int axis = dimensions.length - 1; axis > 0; axis--) {
      ObjectNode array = JSON.objectNode().put("type", "array");
      array.set("items", schema);
      if (dimensions[axis] != Shape.DYNAMIC) {
        array.put("minItems", dimensions[axis]).put("maxItems", dimensions[axis]);
      }
      schema = array;
    }
    return schema;
  }

  private static ObjectNode element(Field field, Side side) {
    ObjectNode schema = JSON.objectNode();
    ArrayNode types = schema.putArray("type");
    types.add(jsonType(field.type()));
    boolean nullable = side == Side.OUTPUT || field.presence() == Field.Presence.OPTIONAL;
    List<String> texts = texts(field.type(), side);
    if (!texts.isEmpty()) {
      types.add("string");
      schema.put("pattern", "^(" + String.join("|", texts) + ")$");
    }
    schema.put(
        "description",
        isFloating(field.type())
            ? field.type() + "; \"NaN\", \"Infinity\" and \"-Infinity\" as text"
            : field.type().name());
    if (nullable) {
      types.add("null");
    }
    if (field.type() == DataType.BYTES && !field.allowedValues().isEmpty()) {
      ArrayNode values = schema.putArray("enum");
      field.allowedValues().forEach(values::add);
      if (nullable) {
        values.addNull();
      }
    }
    if (field.intervals().size() == 1) {
      addBound(schema, field.intervals().getFirst().lower(), "minimum", "exclusiveMinimum");
      addBound(schema, field.intervals().getFirst().upper(), "maximum", "exclusiveMaximum");
    }
    field.defaultValue().ifPresent(value -> schema.put("x-default", value));
    return schema;
  }

  /** The numbers that are text: those that JSON's own cannot say and, in requests, any. */
  private static List<String> texts(DataType type, Side side) {
    if (type == DataType.BOOL || type == DataType.BYTES) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (side == Side.INPUT) {
      texts.add(NUMBER);
    }
    if (isFloating(type)) {
      texts.add(NOT_FINITE);
    }
    return texts;
  }

  private static void addBound(
      ObjectNode schema, Interval.Bound bound, String inclusive, String exclusive) {
    if (Double.isFinite(bound.value())) {
      schema.put(bound.kind() == Kind.INCLUSIVE ? inclusive : exclusive, bound.value());
    }
  }

  private static String jsonType(DataType type) {
    return switch (type) {
      case BOOL -> "boolean";
      case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> "integer";
      case FP16, FP32, FP64 -> "number";
      case BYTES -> "string";
    };
  }

  private static boolean isFloating(DataType type) {
    return type == DataType.FP16 || type == DataType.FP32 || type == DataType.FP64;
  }
}
