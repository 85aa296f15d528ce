package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.operator.desired.Replicas;
import java.util.Optional;

/** The write of a Deployment whose size is an autoscaler's. */
public final class AutoscaledWrite {

  private AutoscaledWrite() {}

  /**
   * Without the size where the autoscaler has set it. As long as it has set none, that is ours to
   * keep: left out, it would fall to one pod. It is not written over what the autoscaler may have
   * done since it was observed.
   *
   * @param said the Deployment with the size that it has, or that it should have where that is
   *     beyond the bounds
   * @param live what was observed of it
   */
  public static Step of(Deployment said, Optional<Deployment> live) {
    boolean theirs =
        live.filter(Replicas::areSetByOthers)
            .filter(object -> Replicas.of(object).equals(Replicas.of(said)))
            .isPresent();
    return new Step.Apply(theirs ? Replicas.unsaid(said) : said, Preconditions.of(live));
  }
}
