package io.slipway.batch.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.scoring.DataType;
import io.slipway.scoring.ModelFormat;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the plan of a run found out, for the pods after it: the first planner's word, so that all of
 * them say the same.
 *
 * @param modelUri where the very bytes of {@code model} are, also where the spec's URI names others
 *     by now
 * @param planDigest of the plan that lies beside it
 * @param plannedAt when the input was listed: since then its predictions age
 * @param outputs columns of the set
 */
public record PlannedRun(
    RunId id,
    ModelRef model,
    String modelUri,
    ModelFormat format,
    String planDigest,
    Instant plannedAt,
    List<Output> outputs) {
  private static final JsonMapper JSON = new JsonMapper();

  public PlannedRun {
    outputs = List.copyOf(outputs);
  }

  /** As JSON. */
  public byte[] toJson() {
    ObjectNode document = JSON.createObjectNode().put("runId", id.value());
    document
        .putObject("model")
        .put("name", model.name())
        .put("version", model.version())
        .put("digest", model.digest())
        .put("uri", modelUri)
        .put("format", format.name());
    document.put("planDigest", planDigest).put("plannedAt", plannedAt.toString());
    ArrayNode columns = document.putArray("outputs");
    for (Output output : outputs) {
      columns.addObject().put("name", output.name()).put("type", output.type().name());
    }
    try {
      return JSON.writeValueAsBytes(document);
    } catch (IOException e) {
      throw new IllegalStateException("a planned run is always JSON", e);
    }
  }

  /**
   * @throws IOException if the bytes are no planned run
   */
  public static PlannedRun fromJson(byte[] json) throws IOException {
    JsonNode document = JSON.readTree(json);
    try {
      JsonNode model = document.required("model");
      List<Output> outputs = new ArrayList<>();
      for (JsonNode output : document.required("outputs")) {
        outputs.add(
            new Output(
                output.required("name").asText(),
                DataType.valueOf(output.required("type").asText())));
      }
      return new PlannedRun(
          new RunId(document.required("runId").asText()),
          new ModelRef(
              model.required("name").asText(),
              model.required("version").asText(),
              model.required("digest").asText()),
          model.required("uri").asText(),
          ModelFormat.valueOf(model.required("format").asText()),
          document.required("planDigest").asText(),
          Instant.parse(document.required("plannedAt").asText()),
          outputs);
    } catch (IllegalArgumentException | DateTimeException | WarehouseException e) {
      throw new IOException("the planned run cannot be read: " + e.getMessage(), e);
    }
  }
}
