package io.slipway.operator.kube;

import io.slipway.operator.observe.Refusal;
import java.util.List;
import java.util.Map;

/**
 * What this process knows of one resource beyond what the cluster says. All of it is lost without
 * harm when the process ends: nothing that a rollout depends on is in here.
 *
 * <p>Used by one reconciliation at a time.
 */
public final class Session {

  private final OwnWrites ownWrites = new OwnWrites();
  private final AcceptedForms acceptedForms = new AcceptedForms();
  private List<Refusal> refusals = List.of();
  private Map<String, MountEvents.Answer> mountAnswers = Map.of();
  private long epoch;

  OwnWrites ownWrites() {
    return ownWrites;
  }

  AcceptedForms acceptedForms() {
    return acceptedForms;
  }

  List<Refusal> refusals() {
    return refusals;
  }

  void refused(List<Refusal> latest) {
    refusals = List.copyOf(latest);
  }

  /** What pods' events told last, by the pods' UIDs. */
  Map<String, MountEvents.Answer> mountAnswers() {
    return mountAnswers;
  }

  void mountAnswers(Map<String, MountEvents.Answer> latest) {
    mountAnswers = Map.copyOf(latest);
  }

  /**
   * This leader's epoch: one higher than the highest that its first look at the resource found, and
   * higher than any foreign one that turns up later.
   *
   * @param highestSeen in the stored traffic document and in what pods report, 0 for none
   */
  long epoch(long highestSeen) {
    if (epoch == 0 || highestSeen > epoch) {
      epoch = highestSeen + 1;
    }
    return epoch;
  }
}
