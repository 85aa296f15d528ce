package io.slipway.api.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * RFC 7396, with one addition that keeps a patch of a schema honest: what it removes must be there.
 */
final class MergePatch {

  private MergePatch() {}

  static void apply(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(
            change -> {
              String field = change.getKey();
              JsonNode value = change.getValue();
              if (value.isNull()) {
                if (target.remove(field) == null) {
                  throw new IllegalStateException("the patch removes " + field + ", which is gone");
                }
              } else if (value.isObject() && target.get(field) instanceof ObjectNode below) {
                apply(below, value);
              } else {
                target.set(field, value);
              }
            });
  }
}
