package io.slipway.operator.simulation;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.slipway.operator.desired.Accelerator;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.observe.PodReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A pod, its process, and the container's last words. */
final class ToyPod {

  private static final Set<String> CAPABILITIES =
      Set.of(PodReport.FORWARD, PodReport.SPLIT, PodReport.SHADOW);

  final String name;
  final String uid;
  final String revision;
  final String deployment;
  private final PodTemplateSpec template;
  private final Optional<String> model;
  private final String odd;
  private final boolean custom;
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

  /** Since when its node is gone. */
  @Nullable Instant lostSince;

  @Nullable TrafficPayload document;
  boolean reaches;
  long callers;
  long hops;
  @Nullable Instant lastCaller;
  final ToyWindows windows = new ToyWindows();
  final ToyCallers.Share share = new ToyCallers.Share();
  final ToyCallers.Share copies = new ToyCallers.Share();
  private Instant started;
  private Instant readySince;
  private @Nullable Shown shown;

  /** What the API server shows of it. */
  private record Shown(
      boolean running,
      boolean ready,
      boolean entry,
      boolean crashed,
      @Nullable ContainerStatus container,
      @Nullable PodCondition scheduled,
      @Nullable Instant terminatingSince,
      Pod pod) {}

  /**
   * @param model the digest of what it loads; empty where nobody knows
   */
  ToyPod(
      String uid,
      String deployment,
      String revision,
      PodTemplateSpec template,
      Optional<String> model,
      Instant now) {
    this.name = deployment + "-" + uid;
    this.uid = uid;
    this.deployment = deployment;
    this.revision = revision;
    this.template = template;
    this.model = model;
    this.created = now;
    this.started = now;
    this.readySince = now;
    this.odd = Objects.requireNonNullElse(labels().get(Wish.ODD), "");
    this.custom = image().startsWith("team/");
  }

  Map<String, String> labels() {
    return template.getMetadata().getLabels();
  }

  boolean isCustom() {
    return custom;
  }

  boolean isBroken() {
    return odd.equals("broken");
  }

  /** Whether it fails every second request. */
  boolean isHarmful() {
    return odd.equals("harmful");
  }

  boolean isTerminating() {
    return terminatingSince != null;
  }

  /** Whether anything answers at its address. */
  boolean answers() {
    return running && lostSince == null;
  }

  void start(Instant now) {
    running = true;
    started = now;
  }

  /** The container ends; the kubelet will start it again. */
  void stop() {
    running = false;
    ready = false;
    document = null;
    reaches = false;
    callers = 0;
    hops = 0;
    lastCaller = null;
    windows.clear();
  }

  void adopt(TrafficPayload newer) {
    if (!custom && (document == null || document.isOlderThan(newer.epoch(), newer.sequence()))) {
      document = newer;
      windows.goBy(newer);
    }
  }

  boolean sendsTo(String target) {
    return document != null
        && !revision.equals(target)
        && document.target().equals(target)
        && document.weightBp() > 0;
  }

  /** The object, the same one as long as nothing changes. */
  Pod object(Instant now) {
    Shown before = shown;
    if (before != null
        && before.running == running
        && before.ready == ready
        && before.entry == entry
        && before.crashed == crashed
        && Objects.equals(before.container, container)
        && Objects.equals(before.scheduled, scheduled)
        && Objects.equals(before.terminatingSince, terminatingSince)) {
      return before.pod;
    }
    if (before == null || before.ready != ready) {
      readySince = now;
    }
    Pod pod = build();
    shown = new Shown(running, ready, entry, crashed, container, scheduled, terminatingSince, pod);
    return pod;
  }

  private Pod build() {
    PodBuilder pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name)
            .withUid(uid)
            .withLabels(labels())
            .addToLabels(Labels.ENTRY, String.valueOf(entry))
            .withCreationTimestamp(created.toString())
            .withDeletionTimestamp(terminatingSince == null ? null : terminatingSince.toString())
            .endMetadata()
            .withNewStatus()
            .withPhase(running ? "Running" : "Pending")
            .withPodIP(running ? "10.0.0." + uid : null)
            .addToConditions(
                new PodConditionBuilder()
                    .withType("Ready")
                    .withStatus(ready ? "True" : "False")
                    .withLastTransitionTime(readySince.toString())
                    .build())
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

  /**
   * @param now by the pod's clock
   * @param observedAt by the operator's
   */
  PodReport report(Instant now, Instant observedAt) {
    return new PodReport(
        observedAt,
        Optional.of(started),
        revision,
        ready ? PodReport.State.READY : PodReport.State.LOADING,
        "",
        "",
        loaded(),
        loaded().map(it -> new Comparison("build of " + image(), "jpmml", "1", 480)),
        Optional.of(hasGpu() ? "CUDA" : "CPU"),
        custom ? Set.of() : CAPABILITIES,
        Optional.ofNullable(document)
            .map(
                it -> new PodReport.Traffic(it.epoch(), it.sequence(), it.target(), it.weightBp())),
        reaches,
        custom
            ? Optional.empty()
            : Optional.of(
                new PodReport.Requests(
                    callers,
                    hops,
                    0,
                    Optional.ofNullable(lastCaller).map(at -> Duration.between(at, now)))),
        windows.report());
  }

  private Optional<PodReport.Model> loaded() {
    return model
        .filter(digest -> ready && !custom)
        .map(digest -> new PodReport.Model("toy", "1", digest, "PMML"));
  }

  private String image() {
    return template.getSpec().getContainers().getFirst().getImage();
  }

  boolean isEntry() {
    return entry && "true".equals(labels().get(Labels.ENTRY));
  }
}
