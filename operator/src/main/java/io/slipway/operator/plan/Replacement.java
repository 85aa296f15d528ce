package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.Gpu;
import io.slipway.api.v1alpha1.ScarcityPolicy;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.document.TrafficPayload.Split;
import java.util.Map;
import java.util.Optional;

/**
 * Where no GPU is free for a candidate beside the stable revision: pods are replaced one for one.
 *
 * <p>The stable revision gives up a pod for each that the candidate is to have next, and callers go
 * along, so that nobody answers more of them than it has pods for. Its last pod stays until the
 * candidate answers everybody: there is no moment without one, and no way back that is warm.
 *
 * <p>That it goes on is read from the stable revision's Deployment, which asks for fewer pods than
 * the spec then.
 *
 * @param stable whom callers are promised
 * @param next who takes its place
 */
record Replacement(Facts facts, RevisionFacts stable, RevisionFacts next) {

  /** Whether a GPU is to be had only from the stable revision. */
  boolean isOn() {
    return facts.rollout().whenScarce() == ScarcityPolicy.REPLACE
        && facts.resource().getSpec().gpu() != null
        && facts.replicas() > 1
        && next.isDeployed()
        && (hasBegun() || isStarved(facts.resource().getSpec().gpu()));
  }

  /** How many pods the candidate can have while the stable revision still answers. */
  int most(int size) {
    return isOn() ? Math.min(size, facts.replicas() - 1) : size;
  }

  /** How many pods each of the two is to have, where the candidate should have {@code size}. */
  Map<String, Integer> sizes(int size) {
    int kept = facts.replicas();
    if (isOn()) {
      // One GPU at a time: the next is given up when the last one has been put to use.
      kept -= Math.min(most(size), next.ready().size() + 1);
    }
    return Map.of(stable.name(), kept, next.name(), most(size));
  }

  /** A share, and no less than the candidate has of the pods. */
  Split share(Split split) {
    if (!isOn() || !stable.forwardsTo(next)) {
      return split;
    }
    int ready = Math.min(next.reachable(), facts.replicas());
    int weightBp = (int) ((long) ready * TrafficPayload.EVERYTHING / facts.replicas());
    return facts.split(next, Math.max(split.weightBp(), weightBp), split.shadowBp());
  }

  /** What a person should know while it goes on, and when it is over. */
  Optional<String> note() {
    return isOn()
        ? Optional.of(
            "%s gives up its GPUs one for one and is not kept warm".formatted(stable.name()))
        : Optional.empty();
  }

  private boolean hasBegun() {
    return stable
        .deployment()
        .map(deployment -> deployment.getSpec().getReplicas())
        .filter(asked -> asked < facts.replicas())
        .isPresent();
  }

  private boolean isStarved(Gpu gpu) {
    Diagnosis diagnosis = Diagnosis.by(facts.observation());
    return next.pods().stream().anyMatch(pod -> diagnosis.lacks(pod.pod(), gpu.resourceName()));
  }
}
