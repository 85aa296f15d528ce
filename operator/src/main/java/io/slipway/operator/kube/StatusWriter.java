package io.slipway.operator.kube;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import java.time.Clock;

/** Writes the status of the resource that was observed, and of no newer one. */
public final class StatusWriter {

  private final Writes writes;
  private final Clock clock;

  public StatusWriter(Writes writes, Clock clock) {
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Whether it was written: not when the resource has changed since, which calls for another look.
   */
  public Outcome write(ModelDeployment observed, ModelDeploymentStatus status, Session session) {
    return write(observed, status, new ModelDeployment(), session);
  }

  /**
   * The same of a resource of any kind.
   *
   * @param fresh one without anything in it
   */
  public <S, R extends CustomResource<?, S>> Outcome write(
      R observed, S status, R fresh, Session session) {
    fresh.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(observed.getMetadata().getNamespace())
            .withName(observed.getMetadata().getName())
            .withUid(observed.getMetadata().getUid())
            .withResourceVersion(observed.getMetadata().getResourceVersion())
            .build());
    fresh.setStatus(status);
    try {
      session.ownWrites().wrote(writes.applyStatus(fresh), clock.instant());
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT || e.getCode() == HTTP_NOT_FOUND) {
        return Outcome.CONFLICT;
      }
      throw e;
    }
  }
}
