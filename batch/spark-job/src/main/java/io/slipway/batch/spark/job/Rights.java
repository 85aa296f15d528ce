package io.slipway.batch.spark.job;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.batch.job.JobException;
import java.util.Optional;
import java.util.Set;

/** What the API server does not let a driver do: nothing that the image or another try mends. */
final class Rights {
  private static final Set<Integer> REFUSED = Set.of(401, 403);

  private Rights() {}

  /** What it is told then; empty where something else is the matter. */
  static Optional<JobException> missing(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof KubernetesClientException answer && REFUSED.contains(answer.getCode())) {
        return Optional.of(
            JobException.correct(
                "RightsMissing",
                ("the account of the driver (podTemplate.serviceAccountName) may not do what makes"
                        + " executors: %s. Bind a Role to it that has get, list, watch, create,"
                        + " patch, delete and deletecollection of pods, as"
                        + " examples/offline/spark.yaml does")
                    .formatted(words(answer))));
      }
    }
    return Optional.empty();
  }

  /** The API server's sentence names the account and the right. */
  private static String words(KubernetesClientException answer) {
    return answer.getStatus() == null || answer.getStatus().getMessage() == null
        ? String.valueOf(answer.getMessage())
        : answer.getStatus().getMessage();
  }
}
