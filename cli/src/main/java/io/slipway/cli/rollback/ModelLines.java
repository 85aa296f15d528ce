package io.slipway.cli.rollback;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.cli.resource.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines of {@code spec.model}, as YAML has them, and how two of them differ. */
public final class ModelLines {

  private static final List<String> ORDER =
      List.of("name", "uri", "digest", "format", "credentialsSecret");

  private ModelLines() {}

  /** Each line of both, marked with {@code -}, {@code +} or a space. */
  public static List<String> difference(ModelSource before, ModelSource after) {
    Map<String, String> old = lines(before);
    Map<String, String> wanted = lines(after);
    List<String> keys = new ArrayList<>(ORDER);
    wanted.keySet().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    old.keySet().stream().filter(key -> !keys.contains(key)).forEach(keys::add);
    List<String> marked = new ArrayList<>();
    for (String key : keys) {
      String from = old.get(key);
      String to = wanted.get(key);
      if (from != null && from.equals(to)) {
        marked.add("  " + key + ": " + from);
        continue;
      }
      if (from != null) {
        marked.add("- " + key + ": " + from);
      }
      if (to != null) {
        marked.add("+ " + key + ": " + to);
      }
    }
    return marked;
  }

  private static Map<String, String> lines(ModelSource model) {
    Map<String, String> lines = new LinkedHashMap<>();
    JsonNode tree = Json.tree(Json.write(model));
    tree.properties().forEach(entry -> lines.put(entry.getKey(), entry.getValue().asText()));
    return lines;
  }
}
