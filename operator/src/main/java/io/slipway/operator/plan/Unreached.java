package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.status.Trouble;
import java.util.List;

/**
 * The serving pods that have not been answered by another revision lately. Its name may take
 * seconds to be found everywhere, and what fails for want of it would be held against that
 * revision; what is not found for minutes is kept from being found.
 *
 * @param from the revision that callers enter by
 * @param to the one that it is to send requests to
 */
record Unreached(RevisionFacts from, RevisionFacts to) {

  boolean isNone() {
    return pods().isEmpty();
  }

  /** Their names. */
  List<String> names() {
    return pods().stream().map(PodFacts::name).toList();
  }

  /** Why waiting longer is of no use. */
  Trouble trouble() {
    List<String> silent =
        pods().stream().filter(pod -> pod.fresh().isEmpty()).map(PodFacts::name).toList();
    return silent.isEmpty()
        ? new Trouble(
            Reason.CANDIDATE_UNREACHABLE,
            "%s: no answer from the pods of %s, which are ready; a NetworkPolicy must let this deployment's pods reach each other's port 8080"
                .formatted(String.join(", ", names()), to.name()))
        : new Trouble(
            Reason.STATUS_UNREACHABLE,
            "%s: ready, and the operator gets no answer from port 9090, so that nobody knows whether the pods of %s are reached"
                .formatted(String.join(", ", silent), to.name()));
  }

  /** Their names, in words; for a message. */
  String waiting() {
    return "waiting for " + String.join(", ", names()) + " to reach " + to.name();
  }

  private List<PodFacts> pods() {
    return from.ready().stream().filter(pod -> !pod.reachesTarget()).toList();
  }
}
