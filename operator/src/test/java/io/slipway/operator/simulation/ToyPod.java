package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.slipway.operator.desired.Accelerator;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.PodReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A pod, its process, and the container's last words. */
final class ToyPod {

  final String name;
  final String uid;
  final String revision;
  final String deployment;
  private final PodTemplateSpec template;
  final Instant created;
  boolean running;
  boolean ready;
  boolean crashed;

  /** False when somebody took it out of the entry Service. */
  boolean entry = true;

  /** What the kubelet says of a container that does not come up. */
  @Nullable ContainerStatus container;

  /** What the scheduler says of a pod that it finds no node for. */
  @Nullable PodCondition scheduled;

  @Nullable Instant terminatingSince;
  @Nullable TrafficPayload document;
  boolean reaches;
  long callers;
  long hops;
  @Nullable Instant lastCaller;
  private final Map<PodReport.Traffic, ToyWindow> windows = new LinkedHashMap<>();
  private long position;

  ToyPod(String uid, String deployment, String revision, PodTemplateSpec template, Instant now) {
    this.name = deployment + "-" + uid;
    this.uid = uid;
    this.deployment = deployment;
    this.revision = revision;
    this.template = template;
    this.created = now;
  }

  Map<String, String> labels() {
    return template.getMetadata().getLabels();
  }

  boolean isCustom() {
    return image().startsWith("team/");
  }

  boolean isBroken() {
    return image().contains("broken") || revisionIsBroken();
  }

  private boolean revisionIsBroken() {
    return template.getMetadata().getLabels().containsKey("broken");
  }

  private String image() {
    return template.getSpec().getContainers().get(0).getImage();
  }

  boolean isTerminating() {
    return terminatingSince != null;
  }

  void adopt(TrafficPayload newer) {
    if (!isCustom()
        && (document == null || document.isOlderThan(newer.epoch(), newer.sequence()))) {
      if (document == null || !document.rollout().equals(newer.rollout())) {
        windows.clear();
      }
      document = newer;
    }
  }

  /** Whether the split gives the next request to the target. */
  boolean forwardsNext() {
    int weightBp = document == null ? 0 : document.weightBp();
    position += 0x9E3779B97F4A7C15L;
    return weightBp >= 10_000 || Long.remainderUnsigned(position >>> 11, 10_000) < weightBp;
  }

  /** What is being counted, under the document that it goes by. */
  ToyWindow window() {
    TrafficPayload now = Objects.requireNonNull(document);
    return windows.computeIfAbsent(
        new PodReport.Traffic(0, 0, now.target(), now.weightBp() * 100_000 + now.shadowBp()),
        key -> new ToyWindow(now.target(), now.weightBp(), now.shadowBp()));
  }

  Pod object() {
    Map<String, String> labels = new TreeMap<>(template.getMetadata().getLabels());
    labels.put(Labels.ENTRY, String.valueOf(entry));
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withUid(uid)
            .withLabels(labels)
            .withCreationTimestamp(created.toString())
            .withDeletionTimestamp(terminatingSince == null ? null : terminatingSince.toString())
            .endMetadata()
            .withNewStatus()
            .withPhase(running ? "Running" : "Pending")
            .withPodIP(running ? "10.0.0." + uid : null)
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready ? "True" : "False")
            .endCondition()
            .endStatus();
    if (container != null) {
      pod.editStatus().addToContainerStatuses(container).endStatus();
    }
    if (scheduled != null) {
      pod.editStatus().addToConditions(scheduled).endStatus();
    }
    if (crashed) {
      pod.editStatus()
          .addNewContainerStatus()
          .withName("model")
          .withNewLastState()
          .withNewTerminated()
          .withExitCode(1)
          .withMessage("{\"reason\":\"ModelInvalid\",\"message\":\"no such element\"}")
          .endTerminated()
          .endLastState()
          .endContainerStatus()
          .endStatus();
    }
    return pod.build();
  }

  boolean hasGpu() {
    return Accelerator.GPU.label().equals(labels().get(Labels.ACCELERATOR));
  }

  PodReport report(Instant now) {
    return new PodReport(
        now,
        Optional.of(created),
        revision,
        ready ? PodReport.State.READY : PodReport.State.LOADING,
        "",
        "",
        Optional.empty(),
        Optional.of(hasGpu() ? "CUDA" : "CPU"),
        isCustom() ? Set.of() : Set.of(PodReport.FORWARD, PodReport.SPLIT, PodReport.SHADOW),
        Optional.ofNullable(document)
            .map(
                it -> new PodReport.Traffic(it.epoch(), it.sequence(), it.target(), it.weightBp())),
        reaches,
        isCustom()
            ? Optional.empty()
            : Optional.of(
                new PodReport.Requests(
                    callers,
                    hops,
                    0,
                    Optional.ofNullable(lastCaller).map(at -> Duration.between(at, now)))),
        document == null
            ? PodReport.Windows.NONE
            : new PodReport.Windows(
                document.rollout(), windows.values().stream().map(ToyWindow::report).toList()));
  }

  boolean isEntry() {
    return entry && "true".equals(template.getMetadata().getLabels().get(Labels.ENTRY));
  }
}
