package io.slipway.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * Where aliases point.
 *
 * @param aliases as the registry's API lists them
 */
public record AliasesView(List<JsonNode> aliases, Instant now) {

  /** The lines; none where there are no aliases. */
  public List<String> lines(Palette palette) {
    Table table = new Table("ALIAS", "VERSION", "DIGEST", "AGE", "BY", "REASON");
    for (JsonNode alias : aliases) {
      table.row(
          Cell.of(Tone.STRONG, "@" + alias.path("alias").asText()),
          Cell.of(alias.path("version").asLong()),
          Cell.digest(alias.path("digest").asText()),
          Cell.of(Ages.since(VersionsView.time(alias.path("at").asText()), now)),
          Cell.of(alias.path("by").asText()),
          Cell.of(alias.path("reason").asText()));
    }
    return table.lines(palette);
  }
}
