package io.slipway.server.http;

import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.http.RequestRouter.Route;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One request for predictions, from its head to its end: admitted, read, answered, written, closed,
 * in this order. Of one thread at a time.
 */
final class Prediction implements AutoCloseable {
  private static final int CALLER_GONE = 499;
  private static final ScoringRoom.Taken NO_ROOM = () -> {};

  private final RequestPipeline pipeline;
  private final AtomicReference<ScoringRoom.Taken> room = new AtomicReference<>(NO_ROOM);
  private final Protocol protocol;
  private final PredictionPath path;
  private final Optional<Arrival> call;
  private final long start;

  /** Of the body. */
  private final String coding;

  /** Then its length says little of what it takes. */
  private final boolean compressed;

  private final Deadline deadline;
  private final MemoryBudget.Share answerShare;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private CallerRequest request;
  private Optional<BodyReader.Body> body = Optional.empty();
  private Optional<Place> place = Optional.empty();
  private boolean closed;
  private Optional<Route> route = Optional.empty();
  private Optional<Served> given = Optional.empty();

  /**
   * @param call what it was before it was a request, if it was anything
   */
  Prediction(
      RequestPipeline pipeline,
      CallerRequest head,
      Protocol protocol,
      PredictionPath path,
      Optional<Arrival> call) {
    this.pipeline = pipeline;
    this.request = head;
    this.protocol = protocol;
    this.path = path;
    this.coding = head.headers().firstValue("Content-Encoding").orElse("");
    this.compressed = ContentCoding.isCompressed(coding);
    this.call = call;
    this.start = call.map(Arrival::begun).orElseGet(System::nanoTime);
    this.deadline = new Deadline(start + pipeline.limits().requestTimeout().toNanos());
    this.answerShare = pipeline.memory().share();
  }

  Deadline deadline() {
    return deadline;
  }

  /**
   * Asks for a place before anything of the body is read, unless its call has one.
   *
   * @param announced how long the body says it is; below zero if it does not
   */
  void admit(long announced) throws HttpProblem {
    Optional<Place> taken = call.flatMap(Arrival::takePlace);
    place = taken.isPresent() ? taken : Optional.of(pipeline.admit(request.origin()));
    boolean waits = request.headers().has("Expect");
    body = Optional.of(pipeline.bodies().begin(announced, waits));
  }

  /**
   * Takes a part of the body.
   *
   * @return whether more of it is wanted
   */
  boolean read(ByteBuffer part) throws HttpProblem {
    BodyReader.Body reading = body.orElseThrow();
    reading.add(part);
    return !reading.isFull();
  }

  /** The body is there. */
  void readAll() throws HttpProblem {
    request = request.withBody(body.orElseThrow().bytes());
  }

  /** The rest of the body does not come. */
  void breakOff() throws HttpProblem {
    if (body.orElseThrow().isTooLarge()) {
      readAll();
    }
    throw deadline.hasPassed() ? BodyReader.tooSlow() : BodyReader.brokenOff();
  }

  /** What to answer when {@code e} went wrong before there was an answer. */
  Reply refuse(Throwable e) {
    return reply(RequestPipeline.refused(e));
  }

  /** Answers; waits for another pod or a scoring thread where it has to. */
  Reply answer() {
    Served served;
    try {
      served =
          switch (routed().settled()) {
            case Route.Here(RequestWatcher watcher) -> predict(watcher);
            case Route.Elsewhere(Answer answer, String by) -> Served.elsewhere(answer, by);
            case Route.Away away -> throw new IllegalStateException("sent away twice");
          };
    } catch (RuntimeException | Error e) {
      served = RequestPipeline.refused(e);
    }
    return reply(served);
  }

  /**
   * Answers without waiting and on this thread, if that may be done and takes no time to speak of.
   *
   * @param out is told once, by this thread or, at the time limit, by another, how to get the
   *     answer
   * @return false if it is not: {@link #answer} does
   */
  boolean answerHere(ReadingThreads threads, Consumer<Supplier<Reply>> out) {
    if (!threads.mayWork() || !isCheap()) {
      return false;
    }
    switch (routed()) {
      case Route.Away away -> {
        return false;
      }
      case Route.Elsewhere(Answer answer, String by) ->
          out.accept(() -> reply(Served.elsewhere(answer, by)));
      case Route.Here(RequestWatcher watcher) -> {
        long begun = System.nanoTime();
        threads.work(
            () -> scored(watcher, begun),
            deadline,
            ending -> out.accept(() -> reply(watched(ending, watcher, begun))));
      }
    }
    return true;
  }

  private boolean isCheap() {
    Optional<Loaded> loaded = pipeline.loaded();
    return loaded.isPresent() && !compressed && loaded.get().cost().isCheap(request.body().length);
  }

  private Route routed() {
    if (route.isEmpty()) {
      route = Optional.of(pipeline.router().route(request, deadline));
    }
    return route.get();
  }

  /** Nobody waits for the answer any more. May be called by any thread. */
  void giveUp() {
    gone.complete(null);
  }

  /**
   * When a caller that waits for less than it may has gone. For what is done here alone: another
   * revision that is not given its time would seem to fail.
   */
  private Deadline patience() {
    return call.map(arrival -> new Deadline(start + arrival.patience().toNanos())).orElse(deadline);
  }

  private HttpProblem late() {
    return deadline.hasPassed()
        ? new HttpProblem(
            504,
            "not scored within the time limit of %s; send fewer rows a request, or try again"
                .formatted(pipeline.limits().requestTimeout()))
        : new HttpProblem(408, "not scored within the time that the caller gives");
  }

  private Served predict(RequestWatcher watcher) {
    long begun = System.nanoTime();
    return watched(
        () -> {
          try {
            return pipeline.pool().run(() -> scoredInRoom(watcher), patience(), gone);
          } catch (CancellationException e) {
            throw new ExecutionException(new HttpProblem(CALLER_GONE, "the caller has gone"));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(HttpProblem.ending());
          }
        },
        watcher,
        begun);
  }

  private Scoring.Scored scoredInRoom(RequestWatcher watcher)
      throws HttpProblem, InterruptedException {
    int length = ContentCoding.length(request.body(), coding, pipeline.limits().maxBodyBytes());
    room.set(pipeline.room().take(length));
    try {
      return scored(watcher, System.nanoTime());
    } finally {
      giveRoomBack();
    }
  }

  /** By the call when it ends, or for it when it is given up: it may never end. */
  private void giveRoomBack() {
    room.getAndSet(NO_ROOM).close();
  }

  /**
   * @param begun when this thread began with it
   */
  private Scoring.Scored scored(RequestWatcher watcher, long begun) throws HttpProblem {
    Loaded loaded = pipeline.require(path.model(), path.version());
    Optional<String> unknownFields = Query.value(request.target(), "unknown-fields");
    int length = request.body().length;
    try {
      Scoring.Scored scored =
          new Scoring(request, protocol, unknownFields, pipeline.limits())
              .answer(loaded, watcher.outputs());
      if (!compressed) {
        loaded.cost().scored(length, System.nanoTime() - begun);
      }
      return scored;
    } catch (HttpProblem | RuntimeException | Error e) {
      loaded.cost().refused(length, System.nanoTime() - begun);
      throw e;
    }
  }

  private Served watched(Ending<Scoring.Scored> ending, RequestWatcher watcher, long begun) {
    Served served;
    int faultyRows = 0;
    try {
      Scoring.Scored scored = ending.get();
      served = pipeline.scored(scored.answer());
      faultyRows = scored.faultyRows();
    } catch (TimeoutException e) {
      unanswered();
      served = Served.refused(late());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (!(cause instanceof HttpProblem problem) || problem.status() == CALLER_GONE) {
        unanswered();
      }
      served = RequestPipeline.refused(cause);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    return served.watched(
        watcher, watcher.ended(new RequestWatcher.Ending(served.answer(), took, faultyRows)));
  }

  private void unanswered() {
    giveRoomBack();
    pipeline.loaded().ifPresent(loaded -> loaded.silence().unanswered());
  }

  /** Gives the place and the body back, and counts. */
  private Reply reply(Served served) {
    leave();
    Served held = holding(served);
    count(held, pipeline.ended(request, held, start));
    given = Optional.of(held);
    return pipeline.reply(held);
  }

  /** The same, or a refusal: a caller that is slow to take its answer holds it in memory. */
  private Served holding(Served served) {
    try {
      answerShare.grow(served.answer().body().length);
      return served;
    } catch (HttpProblem e) {
      return Served.refused(e);
    }
  }

  private void count(Served served, Duration took) {
    int sent = request.body().length;
    int returned = served.answer().body().length;
    pipeline
        .loaded()
        .ifPresent(
            model -> {
              Outcome outcome =
                  request.origin() == Origin.SHADOW ? Outcome.SHADOWED : served.outcome();
              model.metrics().answered(protocol, outcome, took, sent, returned);
            });
  }

  /** The caller's side has taken the answer. */
  void written() {
    given.ifPresent(served -> served.watcher().written(served.answer()));
  }

  private void leave() {
    body.ifPresent(BodyReader.Body::close);
    body = Optional.empty();
    place.ifPresent(Place::close);
  }

  /** Once is enough. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      leave();
      answerShare.close();
      pipeline.ended();
    }
  }
}
