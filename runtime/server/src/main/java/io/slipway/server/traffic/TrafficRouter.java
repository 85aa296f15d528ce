package io.slipway.server.traffic;

import io.slipway.server.contract.Position;
import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.http.CallerRequest;
import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.http.CallerRequest.Purpose;
import io.slipway.server.http.Deadline;
import io.slipway.server.http.RequestHeaders;
import io.slipway.server.http.RequestRouter;
import io.slipway.server.http.RequestWatcher;
import io.slipway.server.measure.OutputSink;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes each request as the traffic document says. Safe for use by many threads. */
public final class TrafficRouter implements RequestRouter {
  private static final Logger log = LoggerFactory.getLogger(TrafficRouter.class);

  /** Without a proof: pods that trust different keys would send a request round for ever. */
  private static final int MOST_HOPS = 1;

  private final String revision;
  private final CurrentDocument current;
  private final Forwarder forwarder;
  private final Windows windows;
  private final Assigner assigner;
  private final Shadow shadow;
  private final Splitter copies;
  private final ScoringTime times = new ScoringTime();
  private final Route plain = new Route.Here(new Watched.InNoArm(Optional.empty(), times));

  /**
   * @param revision of this pod
   * @param windows where callers' predictions are counted
   * @param shadow sends copies
   * @param start where the splitters start: random, so that pods do not forward in step
   */
  public TrafficRouter(
      String revision,
      CurrentDocument current,
      Forwarder forwarder,
      Windows windows,
      Shadow shadow,
      long start) {
    this.revision = revision;
    this.current = current;
    this.forwarder = forwarder;
    this.windows = windows;
    this.shadow = shadow;
    this.assigner = new Assigner(start);
    this.copies = new Splitter(start);
    // A window begins with its document, whether anybody calls or not.
    current.follow(windows::adopted);
  }

  @Override
  public Origin origin(RequestHeaders headers) {
    boolean proven =
        ForwardHeaders.hops(headers) > 0
            && headers.firstValue(ForwardHeaders.PROOF).filter(current::proves).isPresent();
    if (!proven) {
      return Origin.CALLER;
    }
    return headers.has(ForwardHeaders.SHADOW) ? Origin.SHADOW : Origin.HOP;
  }

  @Override
  public Route route(CallerRequest request, Deadline deadline) {
    Optional<Held> held = current.held();
    if (request.origin() != Origin.CALLER) {
      return hop(request, held);
    }
    if (request.purpose() == Purpose.PROBE) {
      return HERE;
    }
    if (ForwardHeaders.hops(request.headers()) > MOST_HOPS) {
      return new Route.Elsewhere(Refusals.loop(), "");
    }
    Optional<String> want = request.headers().firstValue(ForwardHeaders.WANT);
    if (want.isPresent()) {
      return wanted(request, want.get(), held, deadline);
    }
    if (held.isEmpty()) {
      return plain;
    }
    return request.purpose() == Purpose.SCORE
        ? prediction(request, held.get(), deadline)
        : description(request, held.get(), deadline);
  }

  /** From 100 % on this pod is on its way out: its callers are to find the new pods. */
  public boolean sendsCallersAway() {
    return current
        .document()
        .filter(document -> document.weightBp() == TrafficDocument.ALL)
        .flatMap(document -> document.targetBeside(revision))
        .isPresent();
  }

  private Route prediction(CallerRequest request, Held held, Deadline deadline) {
    TrafficDocument document = held.document();
    Optional<Window> window = windows.of(document);
    Optional<String> target = document.targetBeside(revision);
    if (target.isEmpty()) {
      return window.map(open -> atTarget(open, document)).orElse(plain);
    }
    return switch (assigner.arm(request, document)) {
      case STABLE ->
          window
              .map(open -> copied(new Watched.Stable(open, times), open, request, held))
              .orElse(plain);
      case UNKEYED ->
          window
              .map(
                  open -> {
                    open.unkeyed();
                    return copied(new Watched.InNoArm(window, times), open, request, held);
                  })
              .orElse(plain);
      case CANDIDATE -> new Route.Away(() -> candidate(request, target.get(), held, deadline));
    };
  }

  /** Scored here, and if its turn has come by the candidate afterwards. */
  private Route copied(RequestWatcher watcher, Window window, CallerRequest request, Held held) {
    return new Route.Here(
        copies.forwardsNext(held.document().shadowBp())
            ? new Watched.Copied(
                watcher, answer -> shadow.offer(new Shadow.Copy(window, held, request, answer)))
            : watcher);
  }

  private Route candidate(CallerRequest request, String target, Held held, Deadline deadline) {
    Optional<Window> window = windows.of(held.document());
    long start = System.nanoTime();
    return switch (forwarder.forward(request, target, held, untilScoredHere(deadline))) {
      case Forwarder.Outcome.Answered answered when isSuspect(answered, held.document()) ->
          new Route.Here(
              new Watched.Suspected(
                  window, times, answered, start, () -> forwarder.faulty(target)));
      case Forwarder.Outcome.Answered answered -> {
        window.ifPresent(open -> open.candidateEnded(answered.answer().status(), answered.took()));
        yield new Route.Elsewhere(answered.answer(), target);
      }
      case Forwarder.Outcome.Superseded superseded -> inNoArm(window);
      case Forwarder.Outcome.Unsent unsent -> inNoArm(window);
      case Forwarder.Outcome.Failed failed -> {
        fellBack(target, failed);
        yield window
            .<Route>map(
                open -> new Route.Here(new Watched.Rescued(open, times, failed.cause(), start)))
            .orElse(plain);
      }
    };
  }

  /**
   * An answer that this pod's own model may better: with faulty rows, or, as long as the candidate
   * is on trial, a refusal. A candidate that does not take what callers send would cost them their
   * requests and look healthy.
   */
  private static boolean isSuspect(Forwarder.Outcome.Answered answered, TrafficDocument document) {
    return answered.faultyRows() > 0
        || (answered.answer().status() >= 400 && document.weightBp() < TrafficDocument.ALL);
  }

  /** Below 100 % callers are not this pod's: those that come are no part of the split. */
  private Route atTarget(Window window, TrafficDocument document) {
    return document.weightBp() == TrafficDocument.ALL && document.target().isPresent()
        ? new Route.Here(new Watched.AtTarget(window, times))
        : inNoArm(Optional.of(window));
  }

  private Route inNoArm(Optional<Window> window) {
    return window.isEmpty() ? plain : new Route.Here(new Watched.InNoArm(window, times));
  }

  /** How long a forward may take: who has waited for the target in vain must not fail here. */
  private Duration untilScoredHere(Deadline deadline) {
    Duration left = Duration.ofNanos(deadline.remainingNanos());
    long mean = times.mean().toNanos();
    // A model so slow that both never fit is forwarded for nonetheless.
    return 4 * mean > 3 * forwarder.longest().toNanos() ? left : left.minusNanos(mean + mean / 4);
  }

  /** Descriptions follow once everything does; before, two models would describe one path. */
  private Route description(CallerRequest request, Held held, Deadline deadline) {
    TrafficDocument document = held.document();
    Optional<String> target = document.targetBeside(revision);
    if (target.isEmpty() || document.weightBp() < TrafficDocument.ALL) {
      return HERE;
    }
    return new Route.Away(() -> description(request, target.get(), held, deadline));
  }

  private Route description(CallerRequest request, String target, Held held, Deadline deadline) {
    return switch (forwarder.forward(request, target, held, untilScoredHere(deadline))) {
      case Forwarder.Outcome.Answered answered -> new Route.Elsewhere(answered.answer(), target);
      case Forwarder.Outcome.Superseded superseded -> HERE;
      case Forwarder.Outcome.Unsent unsent -> HERE;
      case Forwarder.Outcome.Failed failed -> {
        fellBack(target, failed);
        yield HERE;
      }
    };
  }

  private void fellBack(String target, Forwarder.Outcome.Failed failed) {
    forwarder.counts().fallbacks().increment();
    log.atDebug()
        .addKeyValue("target", target)
        .log("scored here instead of by the target: {}", failed.why());
  }

  /**
   * Sent on to this pod: never sent on again, and refused if the sender does not know the latest.
   */
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
    OutputSink sink =
        want.isPresent() || request.origin() == Origin.SHADOW
            ? OutputSink.FAULTS
            : held.flatMap(known -> windows.of(known.document()))
                .<OutputSink>map(Window::scored)
                .orElse(OutputSink.FAULTS);
    return new Route.Here(new Watched.SentOn(sink, times));
  }

  /** Another revision's answer is not what was asked for: there is nothing to fall back on. */
  private Route wanted(CallerRequest request, String want, Optional<Held> held, Deadline deadline) {
    if (want.equals(revision)) {
      return plain;
    }
    if (held.isEmpty() || !held.get().document().targetBeside(revision).equals(Optional.of(want))) {
      return new Route.Elsewhere(Refusals.noSuchRevision(want), "");
    }
    return new Route.Away(() -> wanted(request, want, held.get(), deadline));
  }

  private Route wanted(CallerRequest request, String want, Held held, Deadline deadline) {
    Duration left = Duration.ofNanos(deadline.remainingNanos());
    return switch (forwarder.forward(request, want, held, left)) {
      case Forwarder.Outcome.Answered answered -> new Route.Elsewhere(answered.answer(), want);
      case Forwarder.Outcome.Superseded superseded ->
          new Route.Elsewhere(Refusals.revisionUnavailable(want, "traffic was just moved"), "");
      case Forwarder.Outcome.Unsent unsent ->
          new Route.Elsewhere(Refusals.revisionUnavailable(want, unsent.why()), "");
      case Forwarder.Outcome.Failed failed ->
          new Route.Elsewhere(Refusals.revisionUnavailable(want, failed.why()), "");
    };
  }
}
