package io.slipway.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.TreeMap;

/** A schema in the one form that is committed: keys in order, whole numbers whole, rules once. */
final class Canonical {

  private Canonical() {}

  static JsonNode of(JsonNode node) {
    if (node.isObject()) {
      return sorted(node);
    }
    if (node.isArray()) {
      return withoutRepetition(node);
    }
    if (node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue())) {
      return JsonNodeFactory.instance.numberNode(node.longValue());
    }
    return node;
  }

  private static ObjectNode sorted(JsonNode object) {
    var fields = new TreeMap<String, JsonNode>();
    object.properties().forEach(field -> fields.put(field.getKey(), of(field.getValue())));
    ObjectNode sorted = JsonNodeFactory.instance.objectNode();
    sorted.setAll(fields);
    return sorted;
  }

  /** A record's annotation is on its field and on its accessor, and the generator reads both. */
  private static ArrayNode withoutRepetition(JsonNode array) {
    var elements = new LinkedHashSet<JsonNode>();
    array.forEach(element -> elements.add(of(element)));
    return JsonNodeFactory.instance.arrayNode().addAll(elements);
  }
}
