package io.slipway.operator.podclient;

import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Step.PodAddress;
import java.util.Collection;
import java.util.Map;

/** What the operator asks of pods. */
public interface PodGateway {

  /** What the pods report, by UID; those that gave no sensible answer in time are absent. */
  Map<String, PodReport> reports(Collection<PodAddress> pods);

  /**
   * Gives a traffic document to the pods.
   *
   * @return how many took it or had it already
   */
  int push(SignedDocument document, Collection<PodAddress> pods);
}
