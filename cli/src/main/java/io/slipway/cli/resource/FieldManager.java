package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Who wrote fields of an object, as its managedFields say.
 *
 * @param name as it calls itself, like {@code kustomize-controller}
 * @param ownsModel whether {@code spec.model}, or a part of it, is among the fields
 */
public record FieldManager(String name, boolean ownsModel) {

  static FieldManager of(JsonNode entry) {
    return new FieldManager(
        entry.path("manager").asText(""), entry.path("fieldsV1").path("f:spec").has("f:model"));
  }
}
