package io.slipway.operator.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.document.Signer;
import io.slipway.operator.measure.Measurements;
import io.slipway.operator.observe.Observation;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.observe.OwnedObjects;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Step.PodAddress;
import io.slipway.operator.podclient.PodGateway;
import io.slipway.operator.registry.RegistryAnswers;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Makes an observation from the caches and from what pods answer. */
public final class Observer {

  private final OwnedLookup caches;
  private final Writes writes;
  private final PodGateway pods;
  private final MountEvents mountEvents;
  private final Signer signer;
  private final OperatorSettings settings;
  private final Measurements measurements;
  private final RegistryAnswers registry;
  private final Supplier<Set<String>> silent;
  private final Clock clock;

  /**
   * @param silent the UIDs of pods that have stopped answering
   */
  public Observer(
      OwnedLookup caches,
      Writes writes,
      PodGateway pods,
      MountEvents mountEvents,
      Signer signer,
      OperatorSettings settings,
      Measurements measurements,
      RegistryAnswers registry,
      Supplier<Set<String>> silent,
      Clock clock) {
    this.caches = caches;
    this.writes = writes;
    this.pods = pods;
    this.mountEvents = mountEvents;
    this.signer = signer;
    this.settings = settings;
    this.measurements = measurements;
    this.registry = registry;
    this.silent = silent;
    this.clock = clock;
  }

  /** What there is now; empty while the caches do not show this process's own last writes. */
  public Optional<Observation> observe(ModelDeployment resource, Session session) {
    if (OwnView.isBehind(resource, session, caches, writes, clock.instant())) {
      return Optional.empty();
    }
    OwnedObjects owned = caches.of(resource);
    Claims claims = new Claims(owned, signer);
    Map<String, PodReport> reports = claims.credible(pods.reports(listening(owned.pods())));
    long epoch = session.epoch(claims.highestEpoch(reports));
    return Optional.of(
        new Observation(
            clock.instant(),
            epoch,
            settings,
            resource,
            owned,
            reports,
            mountEvents.of(owned.pods(), session),
            measurements.of(resource),
            registry.of(resource),
            silent.get(),
            session.refusals()));
  }

  /** The serving pods that have an address. */
  public static List<PodAddress> listening(List<Pod> pods) {
    return pods.stream()
        .filter(pod -> Labels.get(pod, Labels.ROLE).filter(Labels.SERVING::equals).isPresent())
        .filter(pod -> pod.getStatus() != null && pod.getStatus().getPodIP() != null)
        .filter(pod -> "Running".equals(pod.getStatus().getPhase()))
        .map(Observer::address)
        .toList();
  }

  private static PodAddress address(Pod pod) {
    return new PodAddress(
        pod.getMetadata().getName(), pod.getMetadata().getUid(), pod.getStatus().getPodIP());
  }
}
