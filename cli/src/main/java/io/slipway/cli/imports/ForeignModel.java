package io.slipway.cli.imports;

import java.util.List;
import java.util.Map;

/**
 * A model elsewhere.
 *
 * @param versions the oldest first
 * @param aliases the label of the version that each points to
 */
public record ForeignModel(
    String name, List<ForeignVersion> versions, Map<String, String> aliases) {

  public ForeignModel {
    versions = List.copyOf(versions);
    aliases = Map.copyOf(aliases);
  }
}
