package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.operator.desired.Accelerator;
import io.slipway.operator.desired.Drift;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.RevisionObjects;
import io.slipway.operator.desired.StoredRevision.GpuUse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A revision that prefers a GPU runs on CPUs, by a second Deployment, from when no node has taken
 * its pods for a while until they are ready on GPUs after all.
 *
 * @param revision whose pods
 * @param replicas how many it is to have
 * @param objects what it would have
 */
record GpuFallback(Facts facts, RevisionFacts revision, int replicas, RevisionObjects objects) {

  List<Step> steps() {
    if (objects.stored().gpu() != GpuUse.PREFERRED) {
      return List.of();
    }
    Optional<Deployment> live = revision.fallback();
    if (onGpu(revision) >= replicas) {
      return live.stream().map(ObjectSteps::delete).toList();
    }
    if (live.isEmpty() && !patienceIsOver()) {
      return List.of();
    }
    Deployment wanted = objects.fallback(replicas);
    return live.filter(deployment -> !Drift.between(wanted, deployment)).isPresent()
        ? List.of()
        : List.of(
            facts.scaling().sparing(new Step.Apply(wanted, new Step.Precondition.AbsentOrOurs())));
  }

  /** Whether a revision's callers are answered on CPUs for want of GPUs. */
  static boolean isInUse(RevisionFacts revision, int replicas) {
    return revision.fallback().isPresent() && onGpu(revision) < replicas;
  }

  private static long onGpu(RevisionFacts revision) {
    return revision.ready().stream().filter(GpuFallback::wantsGpu).count();
  }

  private boolean patienceIsOver() {
    Duration patience = facts.observation().settings().timing().gpuPatience();
    return revision.pods().stream()
        .filter(GpuFallback::wantsGpu)
        .flatMap(pod -> Diagnosis.unschedulableSince(pod.pod()).stream())
        .anyMatch(since -> !since.plus(patience).isAfter(facts.observation().now()));
  }

  private static boolean wantsGpu(PodFacts pod) {
    return Labels.get(pod.pod(), Labels.ACCELERATOR)
        .filter(Accelerator.GPU.label()::equals)
        .isPresent();
  }
}
