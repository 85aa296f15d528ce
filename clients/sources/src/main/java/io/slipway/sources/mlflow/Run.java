package io.slipway.sources.mlflow;

import java.util.List;
import java.util.Map;

/**
 * What made a version.
 *
 * @param artifactUri where its files are, as MLflow writes it
 * @param metrics the last value of each, finite
 */
public record Run(
    String id,
    String artifactUri,
    Map<String, Double> metrics,
    Map<String, String> tags,
    List<Dataset> datasets) {

  /** What the run was told to have read. */
  public record Dataset(String name, String digest) {}

  public Run {
    metrics = Map.copyOf(metrics);
    tags = Map.copyOf(tags);
    datasets = List.copyOf(datasets);
  }
}
