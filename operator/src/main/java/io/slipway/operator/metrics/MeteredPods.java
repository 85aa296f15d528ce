package io.slipway.operator.metrics;

import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Step.PodAddress;
import io.slipway.operator.podclient.PodGateway;
import java.util.Collection;
import java.util.Map;

/** Counts what is asked of pods, and how many answer. */
public final class MeteredPods implements PodGateway {

  private final PodGateway pods;
  private final OperatorMetrics metrics;

  public MeteredPods(PodGateway pods, OperatorMetrics metrics) {
    this.pods = pods;
    this.metrics = metrics;
  }

  @Override
  public Map<String, PodReport> reports(Collection<PodAddress> asked) {
    Map<String, PodReport> reports = pods.reports(asked);
    metrics.askedPods("status", asked.size(), reports.size());
    return reports;
  }

  @Override
  public int push(SignedDocument document, Collection<PodAddress> told) {
    int taken = pods.push(document, told);
    metrics.askedPods("traffic", told.size(), taken);
    return taken;
  }
}
