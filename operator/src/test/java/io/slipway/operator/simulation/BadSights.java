package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutStep;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.observe.OwnedObjects;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What planted bugs do to observations: a planner that does not see something forgets it. */
final class BadSights {

  private BadSights() {}

  static Observation withoutWaits(Observation seen) {
    OperatorSettings settings = seen.settings();
    return with(
        seen,
        new OperatorSettings(
            settings.runtimeImage(),
            settings.cudaRuntimeImage(),
            settings.clusterDomain(),
            settings.revisionHistoryLimit(),
            settings.registrySecret(),
            new OperatorSettings.Timing(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                settings.timing().reportFreshness(),
                settings.timing().gpuPatience())),
        seen.resource(),
        seen.owned());
  }

  static Observation withoutSteps(Observation seen) {
    return asking(seen, spec -> with(spec, spec.model(), null));
  }

  static Observation withoutSamples(Observation seen) {
    return asking(
        seen,
        spec -> {
          Rollout rollout = spec.rollout();
          return rollout == null
              ? spec
              : with(
                  spec,
                  spec.model(),
                  new Rollout(
                      rollout.shadow(),
                      rollout.steps().stream().map(BadSights::timed).toList(),
                      rollout.checks(),
                      rollout.onInconclusive(),
                      rollout.whenStableUnavailable(),
                      rollout.whenScarce(),
                      rollout.progressDeadline(),
                      rollout.bake(),
                      rollout.assignment()));
        });
  }

  private static RolloutStep timed(RolloutStep step) {
    return new RolloutStep(step.weight(), step.minDuration(), 0, step.maxDuration(), step.pause());
  }

  static Observation withAnotherSource(Observation seen) {
    return asking(
        seen,
        spec ->
            with(
                spec,
                new ModelSource(
                    spec.model().name(),
                    spec.model().uri() + "/latest",
                    spec.model().digest(),
                    spec.model().format(),
                    spec.model().credentialsSecret()),
                spec.rollout()));
  }

  /** Without the candidate that a newer spec has superseded. */
  static Observation withoutCandidate(Observation seen) {
    ModelDeploymentStatus status = seen.resource().getStatus();
    if (status == null
        || status.candidate() == null
        || Objects.equals(
            status.observedGeneration(), seen.resource().getMetadata().getGeneration())) {
      return seen;
    }
    String candidate = status.candidate().revision();
    OwnedObjects owned = seen.owned();
    return with(
        seen,
        seen.settings(),
        seen.resource(),
        new OwnedObjects(
            owned.revisions(),
            others(candidate, owned.deployments()),
            others(candidate, owned.pods()),
            owned.services(),
            owned.endpointSlices(),
            owned.configMaps(),
            owned.budgets(),
            owned.serviceAccounts(),
            owned.autoscalers()));
  }

  private static <T extends HasMetadata> List<T> others(String revision, List<T> objects) {
    return objects.stream()
        .filter(it -> Labels.get(it, Labels.REVISION).filter(revision::equals).isEmpty())
        .toList();
  }

  /**
   * @throws java.util.NoSuchElementException when a pod does not answer
   */
  static Observation whereAllAnswer(Observation seen) {
    for (Pod pod : seen.owned().pods()) {
      if (pod.getStatus() != null && pod.getStatus().getPodIP() != null) {
        var _ = seen.report(pod.getMetadata().getUid()).orElseThrow();
      }
    }
    return seen;
  }

  private static Observation asking(Observation seen, UnaryOperator<ModelDeploymentSpec> change) {
    ModelDeployment other = new ModelDeployment();
    other.setMetadata(seen.resource().getMetadata());
    other.setSpec(change.apply(seen.resource().getSpec()));
    other.setStatus(seen.resource().getStatus());
    return with(seen, seen.settings(), other, seen.owned());
  }

  private static ModelDeploymentSpec with(
      ModelDeploymentSpec spec, ModelSource model, @Nullable Rollout rollout) {
    return new ModelDeploymentSpec(
        model,
        spec.replicas(),
        spec.resources(),
        spec.gpu(),
        spec.runtime(),
        spec.podTemplate(),
        rollout,
        spec.autoscaling());
  }

  private static Observation with(
      Observation seen, OperatorSettings settings, ModelDeployment resource, OwnedObjects owned) {
    return new Observation(
        seen.now(),
        seen.epoch(),
        settings,
        resource,
        owned,
        seen.reports(),
        seen.mountFailures(),
        seen.measurements(),
        seen.registry(),
        seen.silent(),
        seen.refusals());
  }
}
