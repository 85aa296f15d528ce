package io.slipway.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Where an alias points.
 *
 * @param digest of the version, by which the next move says where it believes the alias to be
 * @param document all that the registry says of it
 */
public record Alias(String name, int version, String digest, JsonNode document) {

  static Alias read(JsonNode json) throws RegistryException {
    Fields fields = new Fields(json);
    return new Alias(
        fields.text("alias"),
        Math.toIntExact(fields.number("version")),
        fields.digest("digest"),
        json);
  }

  /** Who moved it. */
  public String by() {
    return document.path("by").asText();
  }

  public String at() {
    return document.path("at").asText();
  }

  public Optional<String> reason() {
    return new Fields(document).optionalText("reason");
  }
}
