package io.slipway.server.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.server.grpc.UnaryMethod.Translation;
import java.nio.ByteBuffer;
import java.util.Map;

/** {@code inference.GRPCInferenceService}. */
final class InferenceMethods {
  static final String SERVICE = "inference.GRPCInferenceService";

  /** Answered with what describes the model or the pod. */
  static final Map<String, UnaryMethod> QUESTIONS =
      Map.of(
          "ServerLive", (message, room) -> truth("/v2/health/live", "live"),
          "ServerReady", (message, room) -> truth("/v2/health/ready", "ready"),
          "ModelReady", (message, room) -> modelReady(message),
          "ServerMetadata", (message, room) -> serverMetadata(),
          "ModelMetadata", (message, room) -> modelMetadata(message));

  static final Map<String, UnaryMethod> PREDICTIONS =
      Map.of("ModelInfer", InferenceMethods::modelInfer);

  private InferenceMethods() {}

  /** The path of the model that a {@code ModelReadyRequest} or its like names. */
  private static String modelPath(ByteBuffer message) throws CallException {
    String name = "";
    String version = "";
    ProtoReader in = new ProtoReader(message);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> version = in.text();
        default -> in.skip();
      }
    }
    return RestRequest.modelPath(name, version, "name");
  }

  /** What is not there yet, or not any more, is no error but false. */
  private static Translation truth(String path, String field) {
    return new Translation(
        RestRequest.get(path),
        answer -> {
          if (answer.status() != 503) {
            answer.requireOk();
          }
          return new ProtoWriter()
              .flag(1, answer.status() == 200 && answer.json().path(field).asBoolean())
              .toByteArray();
        });
  }

  private static Translation modelReady(ByteBuffer message) throws CallException {
    return truth(modelPath(message) + "/ready", "ready");
  }

  private static Translation serverMetadata() {
    return new Translation(
        RestRequest.get("/v2"),
        answer -> {
          answer.requireOk();
          JsonNode json = answer.json();
          ProtoWriter out =
              new ProtoWriter()
                  .text(1, json.path("name").asText(""))
                  .text(2, json.path("version").asText(""));
          json.path("extensions").forEach(extension -> out.eachText(3, extension.asText("")));
          return out.toByteArray();
        });
  }

  private static Translation modelMetadata(ByteBuffer message) throws CallException {
    return new Translation(
        RestRequest.get(modelPath(message)),
        answer -> {
          answer.requireOk();
          JsonNode json = answer.json();
          if (!json.has("name")) {
            throw RestRequest.otherModel(); // a path that is no model's: statistics
          }
          ProtoWriter out = new ProtoWriter().text(1, json.path("name").asText(""));
          json.path("versions").forEach(version -> out.eachText(2, version.asText("")));
          out.text(3, json.path("platform").asText(""));
          json.path("inputs").forEach(input -> out.message(4, tensor(input)));
          json.path("outputs").forEach(output -> out.message(5, tensor(output)));
          return out.toByteArray();
        });
  }

  private static ProtoWriter tensor(JsonNode tensor) {
    return new ProtoWriter()
        .text(1, tensor.path("name").asText(""))
        .text(2, tensor.path("datatype").asText(""))
        .packed(3, InferResponse.shape(tensor.path("shape")));
  }

  private static Translation modelInfer(ByteBuffer message, Room room) throws CallException {
    InferRequest infer = InferRequest.read(message, room);
    // Not of the request itself, which the answer's writer would keep until it has the answer.
    boolean raw = infer.rawOutputs();
    return new Translation(infer.request(), answer -> InferResponse.write(answer, raw));
  }
}
