package io.slipway.server.traffic;

import io.slipway.server.contract.DeploymentId;
import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.contract.TrafficDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traffic document that the pod goes by: the highest that it was offered. Whoever offers one
 * (the mounted file, the operator, a peer, the target) is trusted no more than its signature. Safe
 * for use by many threads.
 */
public final class CurrentDocument {
  private static final Logger log = LoggerFactory.getLogger(CurrentDocument.class);

  /**
   * A document whose signature was verified.
   *
   * @param proof the document as a header field, with which pods prove to each other who they are
   */
  public record Held(SignedDocument signed, TrafficDocument document, String proof) {}

  /** What became of an offer. */
  public sealed interface Outcome {
    /** It is the one that the pod goes by now, or has gone by already. */
    record Accepted(TrafficDocument current) implements Outcome {}

    /** The pod goes by a newer one, or by another of the same position. */
    record Outdated(Held current) implements Outcome {}

    /** It is not for this pod to go by. */
    record Refused(String why) implements Outcome {}
  }

  private final DeploymentId deployment;
  private volatile TrustedKeys keys = TrustedKeys.NONE;
  private volatile Optional<Held> held = Optional.empty();

  /** A proof that was verified and may come again until its sender has learnt the newer one. */
  private volatile Optional<String> lastOutdated = Optional.empty();

  private final List<Consumer<TrafficDocument>> followers = new CopyOnWriteArrayList<>();

  /**
   * @param deployment whose documents are for this pod
   */
  public CurrentDocument(DeploymentId deployment) {
    this.deployment = deployment;
  }

  /** Replaces the keys; the document that the pod goes by stays. */
  public void trust(TrustedKeys replaced) {
    keys = replaced;
  }

  /** Calls {@code follower} with each document from now on, on the thread that offered it. */
  public void follow(Consumer<TrafficDocument> follower) {
    followers.add(follower);
  }

  public Optional<Held> held() {
    return held;
  }

  public Optional<TrafficDocument> document() {
    return held.map(Held::document);
  }

  public Outcome offer(SignedDocument signed) {
    TrafficDocument offered;
    try {
      offered = keys.verify(signed);
    } catch (DocumentException e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
    if (!offered.deployment().equals(deployment)) {
      return new Outcome.Refused(
          "the traffic document is for %s, this pod belongs to %s"
              .formatted(offered.deployment(), deployment));
    }
    return adopt(new Held(signed, offered, signed.toHeader()));
  }

  /**
   * Whether a sender holds a document of this deployment, whichever: only its pods do. A newer one
   * than the pod's own is gone by from now on.
   */
  boolean proves(String proof) {
    if (held.filter(current -> current.proof().equals(proof)).isPresent()
        || lastOutdated.equals(Optional.of(proof))) {
      return true;
    }
    Optional<Outcome> outcome = SignedDocument.parseHeader(proof).map(this::offer);
    if (outcome.isEmpty() || outcome.get() instanceof Outcome.Refused) {
      return false;
    }
    lastOutdated = Optional.of(proof);
    return true;
  }

  /** One at a time, so that followers see documents in their order. */
  private synchronized Outcome adopt(Held offered) {
    Optional<Held> before = held;
    if (before.isPresent()) {
      Held current = before.get();
      if (current.document().equals(offered.document())) {
        return new Outcome.Accepted(current.document());
      }
      if (!offered.document().position().isAfter(current.document().position())) {
        return new Outcome.Outdated(current);
      }
    }
    held = Optional.of(offered);
    TrafficDocument document = offered.document();
    log.atInfo()
        .addKeyValue("document", document.position())
        .addKeyValue("target", document.target().orElse(""))
        .addKeyValue("weightBp", document.weightBp())
        .log("traffic document adopted");
    followers.forEach(follower -> follower.accept(document));
    return new Outcome.Accepted(document);
  }
}
