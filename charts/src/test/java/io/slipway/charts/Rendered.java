package io.slipway.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The objects that the chart renders to.
 *
 * @param yaml as Helm printed it
 * @param objects in the order of the text
 */
record Rendered(String yaml, List<JsonNode> objects) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Rendered of(String yaml) {
    var documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
    return new Rendered(
        yaml,
        StreamSupport.stream(documents.spliterator(), false)
            .<JsonNode>map(JSON::valueToTree)
            .filter(JsonNode::isObject)
            .toList());
  }

  List<JsonNode> ofKind(String kind) {
    return objects.stream().filter(object -> object.get("kind").asText().equals(kind)).toList();
  }

  /** The only object of that kind. */
  JsonNode the(String kind) {
    List<JsonNode> found = ofKind(kind);
    if (found.size() != 1) {
      throw new AssertionError("rendered " + found.size() + " objects of kind " + kind);
    }
    return found.get(0);
  }

  /** The operator's container. */
  JsonNode container() {
    return the("Deployment").at("/spec/template/spec/containers/0");
  }

  /**
   * The operator's environment; what the kubelet fills in is told by the field it is taken from.
   */
  Map<String, String> environment() {
    var environment = new LinkedHashMap<String, String>();
    for (JsonNode variable : container().get("env")) {
      environment.put(
          variable.get("name").asText(),
          variable.has("value")
              ? variable.get("value").asText()
              : "from:" + variable.at("/valueFrom/fieldRef/fieldPath").asText());
    }
    return environment;
  }

  /** The value of a variable of the operator's environment. */
  String variable(String name) {
    return Optional.ofNullable(environment().get(name))
        .orElseThrow(() -> new AssertionError("the operator gets no variable " + name));
  }
}
