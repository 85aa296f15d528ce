package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.PodAutoscaler;
import io.slipway.operator.desired.Replicas;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.status.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many pods a revision needs that answers all callers: as many as the spec says, or, where an
 * autoscaler goes by what pods use, as many as that has made of the stable revision's.
 *
 * @param facts what is there
 */
record Scaling(Facts facts) {

  /** Measurements are up to a minute old. */
  private static final Duration MEASURED = Duration.ofMinutes(2);

  /** As the autoscaler has it: what is less is noise. */
  private static final double TOLERANCE = 1.1;

  /** From so small a rest as beyond that, noise would make multitudes. */
  private static final double MOST_SHARE = 0.5;

  /**
   * As many as serve now, and no fewer than before a candidate took callers from them: what the
   * rest of them use says nothing of how many all callers need.
   */
  int size() {
    Autoscaling wanted = wanted();
    if (wanted == null) {
      return resource().getSpec().replicas();
    }
    int least = wanted.minReplicas();
    int before = Math.max(now().orElse(least), frozen().orElse(least));
    return Math.clamp(Math.max(before, grown(before, wanted)), least, wanted.maxReplicas());
  }

  /**
   * What all callers need by now, where the stable revision's pods have only a share of them and
   * are so many that the autoscaler has no cause to add any: the candidate's, which it does not
   * see, would have to do with too few. Zero where that is not known, or no more than there is.
   */
  private long grown(int before, Autoscaling wanted) {
    double kept = 1 - Math.min(settledShare(), MOST_SHARE);
    double needed = kept == 1 ? 0 : busy(wanted) / kept;
    return needed > before * TOLERANCE ? (long) Math.ceil(needed) : 0;
  }

  /**
   * The share of callers that the candidate has had for so long that measurements are of it, 0 to
   * 1.
   */
  private double settledShare() {
    return sharedSince().filter(at -> !at.plus(MEASURED).isAfter(facts.now())).isEmpty()
        ? 0
        : facts
            .traffic()
            .payload()
            .filter(said -> facts.stable().filter(said.target()::equals).isEmpty())
            .map(said -> (double) said.weightBp() / TrafficPayload.EVERYTHING)
            .orElse(0.0);
  }

  /** Since when every pod goes by the share; a pause begins when they do. */
  private Optional<Instant> sharedSince() {
    Course course = facts.course();
    return course.isIn(RolloutState.PAUSED)
        ? Optional.of(Statuses.since(resource(), facts.now(), RolloutState.PAUSED, course.step()))
        : course.trail().judgedSince();
  }

  /** How many pods the autoscaler's last measurement would keep as busy as they are to be. */
  private double busy(Autoscaling wanted) {
    return autoscaler()
        .map(HorizontalPodAutoscaler::getStatus)
        .filter(status -> status.getCurrentReplicas() != null)
        .flatMap(
            status ->
                status.getCurrentMetrics().stream()
                    .flatMap(metric -> Stream.ofNullable(metric.getResource()))
                    .flatMap(resource -> Stream.ofNullable(resource.getCurrent()))
                    .flatMap(current -> Stream.ofNullable(current.getAverageUtilization()))
                    .findFirst()
                    .map(used -> (double) used * status.getCurrentReplicas()))
        .map(used -> used / wanted.targetCPUUtilizationPercentage())
        .orElse(0.0);
  }

  /**
   * How many ready pods fulfil the spec: an autoscaler that adds more is no unfinished business.
   */
  int promised() {
    Autoscaling wanted = wanted();
    return wanted == null ? size() : wanted.minReplicas();
  }

  /** The autoscaler that there is. */
  Optional<HorizontalPodAutoscaler> autoscaler() {
    String name = Names.entry(resource().getMetadata().getName());
    return facts.observation().owned().autoscalers().stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .filter(object -> Ownership.controls(resource(), object))
        .findFirst();
  }

  /** The minimum that it is held at. */
  OptionalInt frozen() {
    return autoscaler().map(PodAutoscaler::frozenAt).orElseGet(OptionalInt::empty);
  }

  /** The same write, without the size where that is the autoscaler's. */
  Step sparing(Step.Apply write) {
    if (!(write.object() instanceof Deployment said) || !isScaled(said)) {
      return write;
    }
    Optional<Deployment> live =
        facts.observation().owned().deployments().stream()
            .filter(object -> object.getMetadata().getName().equals(said.getMetadata().getName()))
            .findFirst();
    return AutoscaledWrite.of(said, live);
  }

  private boolean isScaled(Deployment deployment) {
    return wanted() != null
        && facts.stable().isPresent()
        && facts.stable().equals(Labels.get(deployment, Labels.REVISION));
  }

  /** What the stable revision has, or had when its Deployment was last seen by the autoscaler. */
  private OptionalInt now() {
    Optional<RevisionFacts> stable = facts.stable().map(facts::revision);
    OptionalInt live =
        stable
            .flatMap(revision -> revision.fallback().or(revision::deployment))
            .map(Replicas::of)
            .orElseGet(OptionalInt::empty);
    return live.isPresent() || stable.isEmpty() ? live : lastSeen();
  }

  private OptionalInt lastSeen() {
    return autoscaler()
        .map(HorizontalPodAutoscaler::getStatus)
        .map(status -> status.getDesiredReplicas())
        .map(OptionalInt::of)
        .orElseGet(OptionalInt::empty);
  }

  /** What the spec asks of an autoscaler; null where it asks for a fixed number. */
  @Nullable Autoscaling wanted() {
    return resource().getSpec().autoscaling();
  }

  private ModelDeployment resource() {
    return facts.resource();
  }
}
