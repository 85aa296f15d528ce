package io.slipway.sources.mlflow;

import java.util.Map;

/**
 * A registered model.
 *
 * @param aliases the number of the version that each points to
 */
public record RegisteredModel(String name, Map<String, Long> aliases) {

  public RegisteredModel {
    aliases = Map.copyOf(aliases);
  }
}
