package io.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What is to become a version.
 *
 * @param model the path of the file that is loaded; needed where there are several
 * @param format what it is taken for; found out when absent
 * @param parent a number, {@code @alias} or digest of the version that it was learnt from
 * @param lineage where it comes from, in the form of the registry's API
 * @param metadata whatever else is to be said, as texts by name
 */
public record Draft(
    List<LocalFile> files,
    Optional<String> model,
    Optional<String> format,
    Optional<String> parent,
    JsonNode lineage,
    JsonNode metadata) {

  public Draft {
    files = List.copyOf(files);
  }

  /** Files about which nothing more is said. */
  public static Draft of(List<LocalFile> files) {
    return new Draft(
        files,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        JsonNodeFactory.instance.objectNode(),
        JsonNodeFactory.instance.objectNode());
  }

  ObjectNode manifest() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("files");
    for (LocalFile file : files) {
      list.addObject()
          .put("path", file.path())
          .put("digest", file.digest())
          .put("size", file.size())
          .put("mediaType", file.mediaType());
    }
    model.ifPresent(path -> json.put("model", path));
    format.ifPresent(name -> json.put("format", name));
    parent.ifPresent(version -> json.put("parent", version));
    if (!lineage.isEmpty()) {
      json.set("lineage", lineage);
    }
    if (!metadata.isEmpty()) {
      json.set("metadata", metadata);
    }
    return json;
  }
}
