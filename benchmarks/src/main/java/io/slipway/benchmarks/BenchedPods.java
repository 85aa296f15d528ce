package io.slipway.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.http.AnswerComparer;
import io.slipway.server.http.Limits;
import io.slipway.server.http.ScoringServer;
import io.slipway.server.http.ServingContext;
import io.slipway.server.model.ServedModel;
import io.slipway.server.traffic.CurrentDocument;
import io.slipway.server.traffic.Forwarder;
import io.slipway.server.traffic.PodAddress;
import io.slipway.server.traffic.RequestCounts;
import io.slipway.server.traffic.Shadow;
import io.slipway.server.traffic.TrafficRouter;
import io.slipway.server.traffic.TrustedKeys;
import io.slipway.server.traffic.Windows;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Pods in this JVM, each with the real server and routing around a model that costs nothing. */
final class BenchedPods implements AutoCloseable {
  private static final DeploymentId DEPLOYMENT = new DeploymentId("bench", "bench", "uid-1");

  private final KeyPair keys;
  private final String keyId;
  private final Map<String, List<PodAddress>> addresses = new ConcurrentHashMap<>();
  private final List<Runnable> open = new ArrayList<>();

  BenchedPods() throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
    keyId = HexFormat.of().formatHex(hash).substring(0, 16);
  }

  /**
   * Starts a pod that goes by no document yet.
   *
   * @param revision whose pods it joins
   */
  Pod start(String revision) throws DocumentException {
    CurrentDocument current = new CurrentDocument(DEPLOYMENT);
    current.trust(TrustedKeys.parse(keysJson()));
    Limits limits = Limits.defaults();
    Forwarder forwarder =
        new Forwarder(
            current,
            name -> addresses.getOrDefault(name, List.of()),
            limits.requestTimeout().dividedBy(2));
    ServedModel served = ConstantModel.served(revision);
    Pod[] pod = new Pod[1];
    Shadow shadow =
        new Shadow(
            current,
            forwarder,
            new AnswerComparer(() -> Optional.of(served)),
            () -> pod[0].server().isBusy());
    Windows windows = new Windows(InstantSource.system(), System::nanoTime);
    ScoringServer server =
        ScoringServer.start(
            0,
            new ServingContext(
                () -> Optional.of(served),
                Optional::empty,
                new TrafficRouter(revision, current, forwarder, windows, shadow, 0),
                Map::of,
                new RequestCounts(),
                limits,
                new SimpleMeterRegistry()));
    pod[0] = new Pod(current, server, shadow);
    open.addAll(List.of(server::close, shadow::close, forwarder::close));
    addresses.merge(
        revision,
        List.of(PodAddress.of(InetAddress.getLoopbackAddress(), server.port())),
        (some, more) -> {
          List<PodAddress> all = new ArrayList<>(some);
          all.addAll(more);
          return all;
        });
    return pod[0];
  }

  /** A pod. */
  record Pod(CurrentDocument current, ScoringServer server, Shadow shadow) {}

  private byte[] keysJson() {
    return "{\"keys\": [{\"keyId\": \"%s\", \"publicKey\": \"%s\"}]}"
        .formatted(keyId, Base64.getEncoder().encodeToString(keys.getPublic().getEncoded()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A signed document of a version change towards {@code target}. */
  SignedDocument document(String target, int weightBp, int shadowBp)
      throws GeneralSecurityException {
    byte[] payload =
        """
        {"deployment": {"namespace": "bench", "name": "bench", "uid": "uid-1"}, "epoch": 1,
         "sequence": 1, "target": "%s", "weightBp": %d, "shadowBp": %d,
         "assignment": {"type": "Request"}, "rollout": "bench"}
        """
            .formatted(target, weightBp, shadowBp)
            .getBytes(StandardCharsets.UTF_8);
    java.security.Signature signature = java.security.Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(payload);
    Base64.Encoder base64 = Base64.getEncoder();
    return new SignedDocument(
        base64.encodeToString(payload), base64.encodeToString(signature.sign()), keyId);
  }

  @Override
  public void close() {
    open.forEach(Runnable::run);
  }
}
