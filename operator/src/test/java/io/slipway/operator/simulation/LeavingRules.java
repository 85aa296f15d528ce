package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.OperatorSettings.Timing;
import io.slipway.operator.observe.PodReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** (3) Pods go only when nothing leads to them and nobody came for a while. */
final class LeavingRules {

  /** A status has whole seconds. */
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final ToyCluster cluster;

  /** Whether the operator's clock is the world's; else waits are as long as it makes them. */
  private boolean trueClock = true;

  LeavingRules(ToyCluster cluster) {
    this.cluster = cluster;
  }

  void clockJumped() {
    trueClock = false;
  }

  /** Before a revision's Deployment goes. */
  void delete(ObjectKey deployment, Sight sight) {
    HasMetadata live = cluster.objects.get(deployment);
    String revision = live == null ? "" : Labels.get(live, Labels.REVISION).orElse("");
    Violation.unless(
        selection(sight).filter(it -> it.includes(revision)).isEmpty(),
        Rule.GOING,
        () -> "the entry Service selects %s, which goes".formatted(revision));
    if (!sight.stable().isEmpty()) {
      nobodySendsTo(revision, sight);
      isQuiet(revision, sight);
    }
  }

  /** What the operator selected last, or saw that somebody else did. */
  private Optional<Selection> selection(Sight sight) {
    return cluster.theirs.contains(ToyCluster.ENTRY) ? sight.selection() : cluster.selection();
  }

  private void nobodySendsTo(String revision, Sight sight) {
    boolean others =
        cluster.pods.stream()
            .anyMatch(pod -> !pod.isTerminating() && !pod.revision.equals(revision));
    Violation.unless(
        !others
            || cluster
                .mounted()
                .filter(it -> it.target().equals(revision) && it.weightBp() > 0)
                .isEmpty(),
        Rule.GOING,
        () -> "the document sends to %s, which goes".formatted(revision));
    for (ToyPod pod : cluster.pods) {
      boolean unheard = sight.seen().report(pod.uid).isEmpty();
      Violation.unless(
          !pod.sendsTo(revision) || pod.isTerminating() || !pod.ready || unheard,
          Rule.GOING,
          () -> "%s sends to %s, which goes".formatted(pod.name, revision));
    }
  }

  private void isQuiet(String revision, Sight sight) {
    Timing timing = sight.seen().settings().timing();
    Instant led = cluster.ledTo.get(revision);
    if (led == null || cluster.pods.stream().noneMatch(pod -> isUsed(pod, revision))) {
      return;
    }
    Duration since = Duration.between(led, cluster.now);
    Violation.unless(
        !trueClock || since.plus(A_SECOND).compareTo(timing.minimumDrain()) >= 0,
        Rule.GOING,
        () -> "%s goes %s after callers were led to it".formatted(revision, since));
    for (Pod pod : sight.ready(revision::equals)) {
      Optional<Duration> quiet =
          sight
              .seen()
              .report(pod.getMetadata().getUid())
              .flatMap(PodReport::requests)
              .flatMap(PodReport.Requests::sinceLastCaller);
      Violation.unless(
          quiet.filter(it -> it.compareTo(timing.quiet()) < 0).isEmpty(),
          Rule.GOING,
          () -> "%s goes %s after a caller".formatted(pod.getMetadata().getName(), quiet));
    }
  }

  private static boolean isUsed(ToyPod pod, String revision) {
    return pod.revision.equals(revision)
        && pod.ready
        && !pod.isTerminating()
        && (pod.isCustom() || pod.callers + pod.hops > 0);
  }
}
