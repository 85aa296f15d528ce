package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.Drift;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.TrafficConfigMap;
import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.document.Signer;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.document.TrafficPayload.DeploymentId;
import io.slipway.operator.document.TrafficPayload.Split;
import io.slipway.operator.observe.PodReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a traffic document gets to the pods: first where it lasts, in the ConfigMap, then to each pod
 * that does not go by it yet. A pod that starts meanwhile finds it mounted.
 *
 * @param facts what is there
 * @param signer signs what is new
 */
record TrafficSteps(Facts facts, Signer signer) {

  /** The steps by which the pods come to go by that split. */
  List<Step> towards(Split split) {
    List<Step> steps = new ArrayList<>();
    Optional<TrafficPayload> current =
        facts.traffic().payload().filter(payload -> isGood(payload, split));
    SignedDocument document =
        current
            .flatMap(payload -> facts.traffic().document())
            .orElseGet(() -> signer.sign(next(split)));
    Optional<ConfigMap> live = facts.traffic().configMap();
    ConfigMap wanted =
        TrafficConfigMap.desired(
            facts.resource(), document, signer.keysJson(), Comparisons.of(facts));
    if (live.filter(map -> !Drift.between(wanted, map)).isEmpty()) {
      steps.add(new Step.Apply(wanted, Preconditions.of(live)));
    }
    TrafficPayload payload = current.orElseGet(() -> next(split));
    List<PodFacts> behind = behind(payload);
    if (!behind.isEmpty()) {
      steps.add(new Step.PushTraffic(document, behind.stream().map(PodFacts::address).toList()));
      behind.forEach(pod -> annotate(pod, payload).ifPresent(steps::add));
    }
    return steps;
  }

  /** Whether what is there says it, in a way that every pod believes and none has gone beyond. */
  private boolean isGood(TrafficPayload payload, Split split) {
    return payload.split().equals(split)
        && facts.traffic().signed()
        && payload.deployment().equals(deployment())
        && reported().noneMatch(known -> Facts.Traffic.refuses(known, payload));
  }

  /** A document above every other that there is. */
  private TrafficPayload next(Split split) {
    long epoch = facts.observation().epoch();
    long mounted =
        facts
            .traffic()
            .payload()
            .filter(it -> facts.traffic().signed() && it.epoch() == epoch)
            .map(it -> it.sequence())
            .orElse(0L);
    long reported =
        newestReported().filter(it -> it.epoch() == epoch).map(it -> it.sequence()).orElse(0L);
    return new TrafficPayload(
        deployment(),
        epoch,
        Math.max(mounted, reported) + 1,
        split.target(),
        split.weightBp(),
        split.shadowBp(),
        split.assignment(),
        split.rollout());
  }

  private Optional<PodReport.Traffic> newestReported() {
    return reported()
        .max(
            Comparator.comparingLong(PodReport.Traffic::epoch)
                .thenComparingLong(PodReport.Traffic::sequence));
  }

  private Stream<PodReport.Traffic> reported() {
    return pods().stream()
        .flatMap(pod -> pod.report().stream())
        .flatMap(report -> report.traffic().stream());
  }

  /** The pods to push to: they have an address, take documents, and have not taken this one. */
  private List<PodFacts> behind(TrafficPayload payload) {
    return facts.revisions().values().stream()
        .filter(RevisionFacts::canForward)
        .flatMap(revision -> revision.pods().stream())
        .filter(pod -> !pod.address().ip().isEmpty())
        .filter(pod -> pod.report().isPresent() || pod.ready())
        .filter(pod -> !goesBy(pod, payload))
        .toList();
  }

  private static boolean goesBy(PodFacts pod, TrafficPayload payload) {
    return pod.report()
        .flatMap(PodReport::traffic)
        .filter(known -> Facts.Traffic.goesBy(known, payload))
        .isPresent();
  }

  private static Optional<Step> annotate(PodFacts pod, TrafficPayload payload) {
    String number = payload.epoch() + "." + payload.sequence();
    return Labels.annotation(pod.pod(), Labels.TRAFFIC).filter(number::equals).isPresent()
        ? Optional.empty()
        : Optional.of(new Step.AnnotatePod(pod.address(), Labels.TRAFFIC, number));
  }

  private List<PodFacts> pods() {
    return facts.revisions().values().stream().flatMap(it -> it.pods().stream()).toList();
  }

  private DeploymentId deployment() {
    ModelDeployment resource = facts.resource();
    return new DeploymentId(
        resource.getMetadata().getNamespace(),
        resource.getMetadata().getName(),
        resource.getMetadata().getUid());
  }
}
