package io.slipway.operator.simulation;

import io.slipway.api.v1alpha1.ModelDeploymentSpec;
import io.slipway.api.v1alpha1.ScarcityPolicy;
import io.slipway.operator.document.TrafficPayload;
import java.util.stream.Stream;

/** What documents may say, and in which order. */
record DocumentRules(ToyCluster cluster) {

  /** Before one is put into the ConfigMap. */
  void keep(TrafficPayload payload, Sight sight) {
    Violation.unless(
        cluster
            .mounted()
            .filter(old -> !saysTheSame(old, payload))
            .filter(old -> !old.isOlderThan(payload.epoch(), payload.sequence()))
            .isEmpty(),
        Rule.DOCUMENTS,
        () -> "%s follows %s".formatted(payload, cluster.mounted()));
    weigh(payload, sight);
  }

  /** With the same number: one that timed out and was written again may name its change anew. */
  private static boolean saysTheSame(TrafficPayload one, TrafficPayload other) {
    return one.epoch() == other.epoch()
        && one.sequence() == other.sequence()
        && one.target().equals(other.target())
        && one.weightBp() == other.weightBp()
        && one.shadowBp() == other.shadowBp();
  }

  /** Before one is given to pods. */
  void push(TrafficPayload payload, Sight sight) {
    boolean kept =
        Stream.concat(
                cluster.mounted().stream(),
                sight.seen().owned().configMaps().stream()
                    .flatMap(map -> cluster.payload(map).stream()))
            .anyMatch(payload::equals);
    Violation.unless(
        kept,
        Rule.DOCUMENTS,
        () -> "%s is pushed, and %s is mounted".formatted(payload, cluster.mounted()));
  }

  /** (2) Weight only when the candidate has the pods for it. */
  private void weigh(TrafficPayload payload, Sight sight) {
    String stable = sight.stable();
    String target = payload.target();
    int weight = payload.weightBp();
    if (stable.isEmpty() || weight == 0 || target.equals(stable)) {
      return;
    }
    int pods = sight.ready(target::equals).size();
    Violation.unless(
        pods > 0, Rule.WEIGHT, () -> "%s gets %d and has no ready pod".formatted(target, weight));
    int before =
        cluster
            .mounted()
            .filter(said -> said.target().equals(target))
            .map(TrafficPayload::weightBp)
            .orElse(0);
    // Whoever callers enter by has them already; an autoscaler's sizes are told in its own stories.
    boolean rises =
        weight > before
            && cluster.selection().filter(it -> it.includes(target)).isEmpty()
            && sight.seen().resource().getSpec().autoscaling() == null;
    ModelDeploymentSpec spec = sight.seen().resource().getSpec();
    // The last pod in the way of a replacement goes once the others have everybody.
    int most =
        spec.rolloutOrNone().whenScarce() == ScarcityPolicy.REPLACE
            ? spec.replicas() - 1
            : spec.replicas();
    long needed =
        Math.min(most, Math.ceilDiv((long) spec.replicas() * weight, TrafficPayload.EVERYTHING));
    Violation.unless(
        !rises || pods >= needed || !sight.hasReady(stable::equals),
        Rule.WEIGHT,
        () -> "%s gets %d and has %d ready pods of %d".formatted(target, weight, pods, needed));
  }
}
