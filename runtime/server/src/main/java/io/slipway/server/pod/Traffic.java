package io.slipway.server.pod;

import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.Revision;
import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.http.AnswerComparer;
import io.slipway.server.http.RequestRouter;
import io.slipway.server.model.ServedModel;
import io.slipway.server.traffic.CurrentDocument;
import io.slipway.server.traffic.ForwardCounts;
import io.slipway.server.traffic.Forwarder;
import io.slipway.server.traffic.MountedDocuments;
import io.slipway.server.traffic.PeerDocuments;
import io.slipway.server.traffic.PodAddress;
import io.slipway.server.traffic.Shadow;
import io.slipway.server.traffic.TargetProbe;
import io.slipway.server.traffic.TrafficRouter;
import io.slipway.server.traffic.Windows;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The traffic parts of a pod that belongs to a revision, put together.
 *
 * @param current the document that it goes by
 */
record Traffic(
    Revision revision,
    PodNetwork network,
    CurrentDocument current,
    MountedDocuments mounted,
    Forwarder forwarder,
    TargetProbe probe,
    Windows windows,
    Shadow shadow,
    TrafficRouter trafficRouter)
    implements AutoCloseable {

  /**
   * @param model that the pod serves, once it is loaded
   * @param busy whether the pod has enough to do for callers
   */
  static Traffic of(
      Revision revision,
      PodConfig config,
      PodNetwork network,
      Supplier<Optional<ServedModel>> model,
      BooleanSupplier busy) {
    DeploymentId deployment = revision.deployment();
    CurrentDocument current = new CurrentDocument(deployment);
    Duration limit = config.limits().requestTimeout();
    Forwarder forwarder =
        new Forwarder(current, network::scoring, Duration.ofMillis(limit.toMillis() * 2 / 3));
    Windows windows = new Windows(InstantSource.system(), System::nanoTime);
    Shadow shadow = new Shadow(current, forwarder, new AnswerComparer(model), busy);
    return new Traffic(
        revision,
        network,
        current,
        new MountedDocuments(config.config().resolve("traffic"), current),
        forwarder,
        new TargetProbe(revision.name(), current, forwarder),
        windows,
        shadow,
        new TrafficRouter(
            revision.name(),
            current,
            forwarder,
            windows,
            shadow,
            ThreadLocalRandom.current().nextLong()));
  }

  RequestRouter router() {
    return trafficRouter;
  }

  ForwardCounts counts() {
    return forwarder.counts();
  }

  /** Looks for the newest document wherever there may be one, and goes on looking at the mount. */
  void start() throws InterruptedException {
    mounted.read();
    mounted.watch();
    List<PodAddress> others = new ArrayList<>();
    revision.peers().ifPresent(host -> others.addAll(network.peers(host)));
    Optional<String> target = current.document().flatMap(d -> d.targetBeside(revision.name()));
    target.ifPresent(name -> others.addAll(network.operator(name)));
    PeerDocuments.offerTo(current, others);
  }

  /** What keeps the pod from having a document; empty once it has one. */
  Optional<String> missing() {
    return current.document().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no traffic document yet: " + mounted.problem().orElse("the mounted one is not used"));
  }

  Optional<TrafficDocument> document() {
    return current.document();
  }

  @Override
  public void close() {
    mounted.close();
    probe.close();
    shadow.close();
    forwarder.close();
  }
}
