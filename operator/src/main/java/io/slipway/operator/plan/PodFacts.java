package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.operator.observe.PodReport;
import java.util.Objects;
import java.util.Optional;

/**
 * A serving pod that is not terminating.
 *
 * @param ready whether the kubelet says that it is
 * @param inOwnSlices whether its revision's headless Service has it as a ready endpoint
 * @param inEntrySlices whether the entry Service has
 * @param report what it last answered
 * @param fresh what it answered so lately that it is true now
 */
record PodFacts(
    Pod pod,
    boolean ready,
    boolean inOwnSlices,
    boolean inEntrySlices,
    Optional<PodReport> report,
    Optional<PodReport> fresh) {

  String name() {
    return pod.getMetadata().getName();
  }

  String uid() {
    return pod.getMetadata().getUid();
  }

  /** Whether the target of the document that it goes by has answered it lately. */
  boolean reachesTarget() {
    return fresh.filter(PodReport::forwardReachable).isPresent();
  }

  /** Where it answers; the address is empty until it has one. */
  Step.PodAddress address() {
    String ip = pod.getStatus() == null ? null : pod.getStatus().getPodIP();
    return new Step.PodAddress(name(), uid(), Objects.requireNonNullElse(ip, ""));
  }
}
