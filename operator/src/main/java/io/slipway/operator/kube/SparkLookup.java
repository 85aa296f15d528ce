package io.slipway.operator.kube;

import static java.net.HttpURLConnection.HTTP_FORBIDDEN;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.operator.batch.observe.SparkApi;
import io.slipway.operator.batch.observe.SparkOperators;
import io.slipway.operator.desired.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Spark applications of runs, listed at the API server at each look of a run that wants one.
 * There is no watch, as the kinds may come and go while the operator runs; what is listed is never
 * older than its own writes. Safe for use by several threads.
 */
public final class SparkLookup {

  private final KubernetesClient client;

  public SparkLookup(KubernetesClient client) {
    this.client = client;
  }

  SparkOperators of(BatchScoring run) {
    if (!run.getSpec().engineOrDefault().asksSparkOperator() || BatchObserver.isFinished(run)) {
      return new SparkOperators.Unasked();
    }
    Optional<SparkApi> preferred = Optional.empty();
    List<GenericKubernetesResource> applications = new ArrayList<>();
    try {
      for (SparkApi api : SparkApi.values()) {
        Optional<List<GenericKubernetesResource>> listed = list(api, run);
        preferred = preferred.or(() -> listed.map(_ -> api));
        listed.ifPresent(applications::addAll);
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_FORBIDDEN) {
        return new SparkOperators.Forbidden(String.valueOf(e.getMessage()));
      }
      throw e;
    }
    return preferred
        .<SparkOperators>map(api -> new SparkOperators.Served(api, applications))
        .orElseGet(SparkOperators.Missing::new);
  }

  /** Empty where the cluster does not know the kind. */
  private Optional<List<GenericKubernetesResource>> list(SparkApi api, BatchScoring run) {
    try {
      return Optional.of(
          client
              .genericKubernetesResources(SparkKind.of(api.apiVersion()))
              .inNamespace(run.getMetadata().getNamespace())
              .withLabel(Labels.BATCH, run.getMetadata().getName())
              .list()
              .getItems());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
