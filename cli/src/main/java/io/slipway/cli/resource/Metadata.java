package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every object has.
 *
 * @param resourceVersion names this state of the object, for writes that must not meet another
 * @param generation counts the edits of its spec
 * @param managers who wrote its fields; empty where it was read without them
 */
public record Metadata(
    String namespace,
    String name,
    String resourceVersion,
    long generation,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<FieldManager> managers,
    Optional<Instant> created) {

  static Metadata of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    List<FieldManager> managers = new ArrayList<>();
    metadata.path("managedFields").forEach(entry -> managers.add(FieldManager.of(entry)));
    return new Metadata(
        metadata.path("namespace").asText(""),
        metadata.path("name").asText(""),
        metadata.path("resourceVersion").asText(""),
        metadata.path("generation").asLong(),
        Json.texts(metadata.path("labels")),
        Json.texts(metadata.path("annotations")),
        List.copyOf(managers),
        Json.time(metadata.path("creationTimestamp").asText("")));
  }

  /** As people write it: {@code namespace/name}. */
  public String fullName() {
    return namespace + "/" + name;
  }
}
