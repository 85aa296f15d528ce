package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.observe.PodReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One revision as it is now.
 *
 * @param object the ControllerRevision; absent for a revision that is yet to be made, or whose
 *     object somebody deleted
 * @param stored what the revision holds, or will hold; absent when nobody knows any more, and of
 *     one in the history that has no pods and that neither spec nor status name
 * @param deployment its Deployment
 * @param fallback its Deployment on the CPU, where the preferred GPU was not to be had
 * @param pods its pods that are not terminating
 * @param terminatingPods how many of its pods are
 */
record RevisionFacts(
    String name,
    Optional<ControllerRevision> object,
    Optional<StoredRevision> stored,
    Optional<Deployment> deployment,
    Optional<Deployment> fallback,
    List<PodFacts> pods,
    int terminatingPods) {

  /** The same, with what the revision holds. */
  RevisionFacts holding(Optional<StoredRevision> held) {
    return new RevisionFacts(name, object, held, deployment, fallback, pods, terminatingPods);
  }

  List<PodFacts> ready() {
    List<PodFacts> ready = new ArrayList<>();
    for (PodFacts pod : pods) {
      if (pod.ready()) {
        ready.add(pod);
      }
    }
    return ready;
  }

  boolean hasReadyPods() {
    return !ready().isEmpty();
  }

  /** Whether it has pods that are here to stay, or will have. */
  boolean isDeployed() {
    return deployment.isPresent() || fallback.isPresent() || !pods.isEmpty();
  }

  /** How many of its pods are ready and to be found by its own name. */
  int reachable() {
    return (int) pods.stream().filter(pod -> pod.ready() && pod.inOwnSlices()).count();
  }

  /** Whether it could take every caller: all its pods ready, and to be found by name. */
  boolean isFull(int replicas) {
    List<PodFacts> ready = ready();
    return ready.size() >= replicas && ready.stream().allMatch(PodFacts::inOwnSlices);
  }

  /** Whether its pods can forward, and be forwarded to. */
  boolean canForward() {
    return can(PodReport.FORWARD);
  }

  /** Whether no pod of it has said that it cannot do that. */
  boolean can(String capability) {
    return stored.stream().noneMatch(held -> held.server() == StoredRevision.Server.CUSTOM)
        && pods.stream()
            .flatMap(pod -> pod.report().stream())
            .allMatch(report -> report.capabilities().contains(capability));
  }

  /** Whether its pods can forward to that revision's. */
  boolean forwardsTo(RevisionFacts other) {
    return canForward() && other.canForward();
  }

  /** How far its pods are, in words. */
  String progress(int replicas) {
    return "waiting for %s: %d of %d pods are ready".formatted(name, ready().size(), replicas);
  }

  static Set<String> names(List<RevisionFacts> revisions) {
    Set<String> names = new TreeSet<>();
    revisions.forEach(revision -> names.add(revision.name()));
    return names;
  }
}
