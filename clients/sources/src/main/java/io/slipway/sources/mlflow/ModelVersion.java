package io.slipway.sources.mlflow;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A version of a registered model.
 *
 * @param source what was registered, as MLflow writes it
 * @param run that made it
 * @param ready whether it was registered to the end
 * @param tags that people gave it
 */
public record ModelVersion(
    String model,
    long number,
    Instant created,
    String source,
    Optional<String> run,
    boolean ready,
    String description,
    Map<String, String> tags) {

  public ModelVersion {
    tags = Map.copyOf(tags);
  }
}
