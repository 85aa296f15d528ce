package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do now, and when to look again.
 *
 * <p>Steps are carried out in order; the first that fails ends them. A refused write is handed back
 * in the next observation's refusals, and that observation's plan tells of it in its status. The
 * status never claims what a step is about to do, so it is written in either case, after the steps,
 * on the condition that the resource's resourceVersion is the observed one.
 *
 * @param steps the writes, in order; empty when everything is as it should be
 * @param status the status to write; empty when the one there says all
 * @param events what people would want to see in {@code kubectl get events}; only with a status
 * @param requeueAfter when to look again though nothing changed; empty when only a change matters
 */
public record Plan(
    List<Step> steps,
    Optional<ModelDeploymentStatus> status,
    List<Event> events,
    Optional<Duration> requeueAfter) {

  public Plan {
    steps = List.copyOf(steps);
    events = List.copyOf(events);
  }

  /**
   * A Kubernetes event on the resource.
   *
   * @param reason one CamelCase word, bounded in number
   * @param message what, where and what to do
   */
  public record Event(Type type, String reason, String message) {

    /** How Kubernetes sorts events. */
    public enum Type {
      NORMAL,
      WARNING
    }
  }
}
