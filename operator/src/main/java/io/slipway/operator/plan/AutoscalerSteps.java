package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Names;
import io.slipway.operator.desired.PodAutoscaler;
import io.slipway.operator.desired.PodAutoscaler.Bounds;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.status.Statuses;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The autoscaler of the stable revision. While another revision takes callers, its minimum is held
 * at the most pods that the stable one has had since: what those pods use is then no measure of all
 * callers. At the commit it follows the stable revision first and is let go later.
 *
 * @param facts what is there
 * @param decision what is to be so next
 */
record AutoscalerSteps(Facts facts, Decision decision) {

  /**
   * So long the minimum stays when all callers are back at one revision: the measurements of the
   * last minute or so are of when they were not.
   */
  static final Duration AFTERWARDS = Duration.ofMinutes(2);

  /** Before traffic moves, so that nobody is scaled down for want of it. */
  List<Step> steps() {
    Autoscaling wanted = scaling().wanted();
    Optional<HorizontalPodAutoscaler> live = scaling().autoscaler();
    if (wanted == null) {
      return live.stream().map(ObjectSteps::delete).toList();
    }
    return facts.stable().stream()
        .map(stable -> desired(wanted, facts.revision(stable)))
        .filter(object -> live.filter(it -> !PodAutoscaler.differs(object, it)).isEmpty())
        .<Step>map(object -> new Step.Apply(object, Preconditions.of(live)))
        .toList();
  }

  /** Why the autoscaler does not set the size, in its own words; empty while it does. */
  Optional<String> problem() {
    return scaling().autoscaler().flatMap(live -> PodAutoscaler.problem(live, facts.now()));
  }

  private HorizontalPodAutoscaler desired(Autoscaling wanted, RevisionFacts stable) {
    String deployment =
        GpuFallback.isInUse(stable, scaling().size())
            ? Names.fallback(stable.name())
            : stable.name();
    return PodAutoscaler.desired(
        facts.resource(), wanted, deployment, bounds(wanted, stable.name()));
  }

  private Bounds bounds(Autoscaling wanted, String stable) {
    Optional<String> rival = rival(stable);
    if (rival.isPresent()) {
      return new Bounds(scaling().size(), rival);
    }
    Optional<String> before = scaling().autoscaler().flatMap(PodAutoscaler::frozenFor);
    boolean kept =
        before.isPresent()
            && !isOver(
                Statuses.since(facts.resource(), facts.now(), decision.state(), decision.step()),
                AFTERWARDS);
    return kept
        ? new Bounds(
            Math.clamp(
                scaling().frozen().orElse(wanted.minReplicas()),
                wanted.minReplicas(),
                wanted.maxReplicas()),
            before)
        : new Bounds(wanted.minReplicas(), Optional.empty());
  }

  /** The other revision that callers, or copies of their requests, are led to. */
  private Optional<String> rival(String stable) {
    return decision
        .split()
        .filter(split -> !split.target().equals(stable))
        .filter(split -> split.weightBp() > 0 || split.shadowBp() > 0)
        .map(Split::target)
        .or(() -> decision.selection().flatMap(selection -> entered(selection, stable)));
  }

  private Optional<String> entered(Selection selection, String stable) {
    return facts.deployedBeside(stable).stream()
        .map(RevisionFacts::name)
        .filter(selection::includes)
        .findFirst();
  }

  private boolean isOver(Instant since, Duration time) {
    return !since.plus(time).isAfter(facts.now());
  }

  private Scaling scaling() {
    return facts.scaling();
  }
}
