package io.slipway.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A model of the examples folder and rows for it.
 *
 * @param model the model's file
 * @param rows complete rows of named values
 */
record Example(Path model, List<ObjectNode> rows) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Reads an example: {@code requests.json} beside the model has its rows. */
  static Example read(Path folder, String file) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    for (JsonNode row : JSON.readTree(folder.resolve("requests.json").toFile()).get("instances")) {
      if (!row.valueStream().anyMatch(JsonNode::isNull)) {
        rows.add((ObjectNode) row);
      }
    }
    if (rows.isEmpty()) {
      throw new ImageException(folder + " has no complete row to train with");
    }
    return new Example(folder.resolve(file), rows);
  }

  /** The rows as the body of a prediction by named records. */
  String records() {
    ObjectNode body = JSON.createObjectNode();
    body.putArray("instances").addAll(rows);
    return body.toString();
  }

  /** The first row as the body of a prediction by Openscoring's API. */
  String evaluation() {
    ObjectNode body = JSON.createObjectNode().put("id", "1");
    body.set("arguments", rows.getFirst());
    return body.toString();
  }

  /** The rows as CSV; empty when a value is not a scalar, for which CSV has no form. */
  String csv() {
    if (rows.getFirst().valueStream().anyMatch(JsonNode::isContainerNode)) {
      return "";
    }
    String header =
        rows.getFirst().propertyStream().map(Map.Entry::getKey).collect(Collectors.joining(","));
    return rows.stream()
        .map(row -> row.valueStream().map(JsonNode::asText).collect(Collectors.joining(",")))
        .collect(Collectors.joining("\n", header + "\n", "\n"));
  }

  /**
   * The rows as an inference request of the Open Inference Protocol.
   *
   * @param metadata the model's own, which has the inputs' names, types and shapes
   */
  String tensors(String metadata) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode inputs = body.putArray("inputs");
    for (JsonNode input : JSON.readTree(metadata).get("inputs")) {
      ObjectNode tensor = inputs.addObject();
      String name = input.get("name").asText();
      tensor.put("name", name).put("datatype", input.get("datatype").asText());
      ArrayNode shape = tensor.putArray("shape").add(rows.size());
      for (int i = 1; i < input.get("shape").size(); i++) {
        shape.add(input.get("shape").get(i));
      }
      ArrayNode data = tensor.putArray("data");
      rows.forEach(row -> data.add(row.get(name)));
    }
    return body.toString();
  }
}
