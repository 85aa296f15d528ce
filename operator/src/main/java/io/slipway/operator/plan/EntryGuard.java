package io.slipway.operator.plan;

import io.slipway.operator.desired.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes pods that stopped answering out of the entry Service, by a label that the Service selects
 * and the ReplicaSet does not, and lets them in again when they answer.
 *
 * <p>Never the last one, and never most at once: when nearly all are silent it is the operator that
 * is cut off. One that is out comes back in too when those that were left have gone.
 */
record EntryGuard(Facts facts) {

  private static final String IN = "true";
  private static final String OUT = "false";

  List<Step> steps() {
    Set<String> silent = facts.observation().silent();
    List<PodFacts> entered =
        facts.revisions().values().stream()
            .filter(revision -> facts.entry().includes(revision.name()))
            .flatMap(revision -> revision.ready().stream())
            .toList();
    long dead = entered.stream().filter(pod -> silent.contains(pod.uid())).count();
    boolean othersServe = entered.stream().anyMatch(pod -> isServing(pod, silent));
    List<Step> steps = new ArrayList<>();
    // Where nobody else serves any more, a pod that may be dead is better than none.
    entered.stream()
        .filter(pod -> isOut(pod) && (!othersServe || !silent.contains(pod.uid())))
        .forEach(pod -> steps.add(label(pod, IN)));
    if (othersServe && dead * 2 <= entered.size()) {
      entered.stream()
          .filter(pod -> !isOut(pod) && silent.contains(pod.uid()))
          .forEach(pod -> steps.add(label(pod, OUT)));
    }
    return steps;
  }

  private static boolean isServing(PodFacts pod, Set<String> silent) {
    return pod.inEntrySlices() && !silent.contains(pod.uid());
  }

  private static boolean isOut(PodFacts pod) {
    return Labels.get(pod.pod(), Labels.ENTRY).filter(OUT::equals).isPresent();
  }

  private static Step label(PodFacts pod, String value) {
    return new Step.LabelPod(pod.address(), Labels.ENTRY, value);
  }
}
