package io.slipway.operator.batch.observe;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** What the API server says of other operators' Spark applications, asked at every look. */
public sealed interface SparkOperators {

  /** The run has no use for them. */
  record Unasked() implements SparkOperators {}

  /** The cluster knows no SparkApplication. */
  record Missing() implements SparkOperators {}

  /**
   * Slipway's operator may not look at them.
   *
   * @param words the API server's
   */
  record Forbidden(String words) implements SparkOperators {}

  /**
   * It knows some.
   *
   * @param api by which the next one is made
   * @param applications of either kind that are labelled as the run's
   */
  record Served(SparkApi api, List<GenericKubernetesResource> applications)
      implements SparkOperators {
    public Served {
      applications = List.copyOf(applications);
    }
  }
}
