package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who wrote fields of an object, as its managedFields say.
 *
 * @param name as it calls itself, like {@code kustomize-controller}
 * @param fields of the spec that it wrote, and the fields in them: {@code publish}, {@code
 *     publish.mode}
 */
public record FieldManager(String name, Set<String> fields) {

  private static final String FIELD = "f:";

  static FieldManager of(JsonNode entry) {
    Set<String> fields = new TreeSet<>();
    for (var field : entry.path("fieldsV1").path("f:spec").properties()) {
      if (field.getKey().startsWith(FIELD)) {
        String name = field.getKey().substring(FIELD.length());
        fields.add(name);
        for (var inner : field.getValue().properties()) {
          if (inner.getKey().startsWith(FIELD)) {
            fields.add(name + "." + inner.getKey().substring(FIELD.length()));
          }
        }
      }
    }
    return new FieldManager(entry.path("manager").asText(""), fields);
  }

  /** Whether it wrote that field of the spec, or a part of it. */
  public boolean wrote(String field) {
    return fields.contains(field);
  }
}
