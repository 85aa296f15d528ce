package io.slipway.server.traffic;

import io.slipway.server.contract.Position;
import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.http.CallerRequest;
import io.slipway.server.http.CallerRequest.Purpose;
import io.slipway.server.http.RequestRouter;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes each request as the traffic document says. Safe for use by many threads. */
public final class TrafficRouter implements RequestRouter {
  private static final Logger log = LoggerFactory.getLogger(TrafficRouter.class);

  private final String revision;
  private final CurrentDocument current;
  private final Forwarder forwarder;
  private final Splitter splitter;

  /**
   * @param revision of this pod
   * @param start where the splitter starts: random, so that pods do not forward in step
   */
  public TrafficRouter(String revision, CurrentDocument current, Forwarder forwarder, long start) {
    this.revision = revision;
    this.current = current;
    this.forwarder = forwarder;
    this.splitter = new Splitter(start);
  }

  @Override
  public Route route(CallerRequest request) {
    Optional<Held> held = current.held();
    if (ForwardHeaders.isHop(request.headers())) {
      return hop(request, held);
    }
    if (request.purpose() == Purpose.PROBE) {
      return HERE;
    }
    Optional<String> want = request.headers().firstValue(ForwardHeaders.WANT);
    if (want.isPresent()) {
      return wanted(request, want.get(), held);
    }
    if (held.isEmpty()) {
      return HERE;
    }
    TrafficDocument document = held.get().document();
    Optional<String> target = document.targetBeside(revision);
    if (target.isEmpty() || !isForwarded(request, document)) {
      return HERE;
    }
    return switch (forwarder.forward(request, target.get(), document)) {
      case Forwarder.Outcome.Answered answered ->
          new Route.Elsewhere(answered.answer(), target.get());
      case Forwarder.Outcome.Superseded superseded -> HERE;
      case Forwarder.Outcome.Failed failed -> {
        forwarder.counts().fallbacks().increment();
        log.atDebug()
            .addKeyValue("target", target.get())
            .log("scored here instead of by the target: {}", failed.why());
        yield HERE;
      }
    };
  }

  /** From 100 % on this pod is on its way out: its callers are to find the new pods. */
  public boolean sendsCallersAway() {
    return current
        .document()
        .filter(document -> document.weightBp() == TrafficDocument.ALL)
        .flatMap(document -> document.targetBeside(revision))
        .isPresent();
  }

  /** Descriptions follow once everything does; before, they would spoil the split of scores. */
  private boolean isForwarded(CallerRequest request, TrafficDocument document) {
    return request.purpose() == Purpose.SCORE
        ? splitter.forwardsNext(document.weightBp())
        : document.weightBp() == TrafficDocument.ALL;
  }

  /** Forwarded to this pod: never sent on, and refused if the sender does not know the latest. */
  private Route hop(CallerRequest request, Optional<Held> held) {
    Optional<Position> sender = ForwardHeaders.document(request.headers());
    if (sender.isPresent()
        && held.isPresent()
        && held.get().document().position().isAfter(sender.get())) {
      return new Route.Elsewhere(Refusals.misdirected(held.get().signed()), "");
    }
    Optional<String> want = request.headers().firstValue(ForwardHeaders.WANT);
    if (want.isPresent() && !want.get().equals(revision)) {
      return new Route.Elsewhere(Refusals.noSuchRevision(want.get()), "");
    }
    return HERE;
  }

  /** Another revision's answer is not what was asked for: there is nothing to fall back on. */
  private Route wanted(CallerRequest request, String want, Optional<Held> held) {
    if (want.equals(revision)) {
      return HERE;
    }
    if (held.isEmpty() || !held.get().document().targetBeside(revision).equals(Optional.of(want))) {
      return new Route.Elsewhere(Refusals.noSuchRevision(want), "");
    }
    return switch (forwarder.forward(request, want, held.get().document())) {
      case Forwarder.Outcome.Answered answered -> new Route.Elsewhere(answered.answer(), want);
      case Forwarder.Outcome.Superseded superseded ->
          new Route.Elsewhere(Refusals.revisionUnavailable(want, "traffic was just moved"), "");
      case Forwarder.Outcome.Failed failed ->
          new Route.Elsewhere(Refusals.revisionUnavailable(want, failed.why()), "");
    };
  }
}
