package io.slipway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model's versions in a registry.
 *
 * @param versions as the registry's API lists them
 * @param aliases the same
 */
public record VersionsView(List<JsonNode> versions, List<JsonNode> aliases, Instant now) {

  /** The lines; none where there are no versions. */
  public List<String> lines(Palette palette) {
    Table table =
        new Table("VERSION", "STATE", "FORMAT", "SIZE", "DIGEST", "PARENT", "ALIASES", "AGE", "BY");
    for (JsonNode version : versions) {
      table.row(
          Cell.of(version.path("version").asLong()),
          state(version),
          Cell.of(version.path("format").asText()),
          Cell.of(Sizes.text(version.path("size").asLong())),
          Cell.digest(version.path("digest").asText()),
          Cell.digest(version.path("parent").asText()),
          Cell.of(Tone.STRONG, aliases(version)),
          Cell.of(Ages.since(time(version.path("registeredAt").asText()), now)),
          Cell.of(version.path("registeredBy").asText()));
    }
    return table.lines(palette);
  }

  private static Cell state(JsonNode version) {
    String state = version.path("state").asText();
    if (version.has("deprecated")) {
      return Cell.of(Tone.WARNING, state + ", deprecated");
    }
    return Cell.of(
        switch (state) {
          case "READY" -> Tone.GOOD;
          case "REJECTED" -> Tone.BAD;
          default -> Tone.WARNING;
        },
        state);
  }

  private String aliases(JsonNode version) {
    List<String> names = new ArrayList<>();
    for (JsonNode alias : aliases) {
      if (alias.path("version").asLong() == version.path("version").asLong()) {
        names.add("@" + alias.path("alias").asText());
      }
    }
    return String.join(" ", names);
  }

  static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
