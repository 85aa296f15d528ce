package io.slipway.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Refuses numbers and quantities that Kubernetes' Java types could not hold. One resource with such
 * a value would be stored by the API server, and then stop the operator's watch of all of them.
 */
final class SchemaBounds {

  /** Of the form that the API server's own parser of quantities takes. */
  static final String QUANTITY =
      "^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?$";

  private SchemaBounds() {}

  static void apply(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.path("type").asText().equals("integer") && !object.has("maximum")) {
        object.put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE);
      }
      if (object.path("x-kubernetes-int-or-string").asBoolean()) {
        object.remove("anyOf");
        object.put("pattern", QUANTITY).put("maxLength", 64);
      }
    }
    schema.forEach(SchemaBounds::apply);
  }
}
