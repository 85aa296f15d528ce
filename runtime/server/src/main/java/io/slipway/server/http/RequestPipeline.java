package io.slipway.server.http;

import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.http.CallerRequest.Purpose;
import io.slipway.server.http.RequestListener.Exchange;
import io.slipway.server.http.RequestRouter.Route;
import io.slipway.server.model.ServedModel;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request: admit, read, route, answer, count. Whatever goes wrong on it ends in an
 * answer. Knows nothing of the server whose requests these are. Safe for use by many threads.
 */
final class RequestPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

  /** Makes an answer that needs nothing of the request but its path. */
  @FunctionalInterface
  interface Page {
    Answer answer() throws HttpProblem;
  }

  private final ServingContext context;
  private final ScoringPool pool;
  private final MemoryBudget memory;
  private final ScoringRoom room;
  private final BodyReader bodies;
  private final Semaphore admissions;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long lastEnded = System.nanoTime();

  /** What was last served. Made twice at worst, when two requests find it out of date at once. */
  private volatile Optional<Loaded> loaded = Optional.empty();

  RequestPipeline(ServingContext context, ScoringPool pool, MemoryBudget memory) {
    this.context = context;
    this.pool = pool;
    this.memory = memory;
    this.room = memory.room();
    this.bodies = new BodyReader(context.limits().maxBodyBytes(), memory);
    this.admissions = new Semaphore(context.limits().maxConcurrentRequests());
  }

  int inFlight() {
    return inFlight.get();
  }

  /** For how long no request for predictions has been in flight: zero while one is. */
  Duration quiet() {
    long since = lastEnded;
    return inFlight.get() > 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  ScoringPool pool() {
    return pool;
  }

  Limits limits() {
    return context.limits();
  }

  RequestRouter router() {
    return context.router();
  }

  /** What is served now, with all that is made from it once. */
  Optional<Loaded> loaded() {
    Optional<ServedModel> served = context.model().get();
    Optional<Loaded> last = loaded;
    if (served.isEmpty() || last.map(Loaded::served).equals(served)) {
      return served.flatMap(same -> last);
    }
    Optional<Loaded> fresh = served.map(model -> Loaded.of(model, context));
    loaded = fresh;
    return fresh;
  }

  /**
   * @throws HttpProblem 503 while there is no model, 404 if the path means another
   */
  Loaded require(String name, Optional<String> version) throws HttpProblem {
    Loaded current =
        loaded()
            .orElseThrow(
                () ->
                    new HttpProblem(
                        503,
                        context.obstacle().get().orElse("the model is not loaded yet"),
                        Map.of("Retry-After", "1")));
    ServedModel served = current.served();
    if (!served.name().equals(name)) {
      throw new HttpProblem(
          404,
          "the path: expected the model %s, which is served here, found another"
              .formatted(served.name()));
    }
    if (version.isPresent() && !served.version().equals(version.get())) {
      throw new HttpProblem(
          404,
          "the path: expected version %s of the model %s, found another"
              .formatted(served.version(), served.name()));
    }
    return current;
  }

  /** Answers with what describes the model or the pod; may wait for another pod. */
  Reply serve(Head head, Purpose purpose, Page page) {
    long start = System.nanoTime();
    Deadline deadline = Deadline.after(context.limits().requestTimeout());
    CallerRequest request = arrived(head, purpose);
    Served served;
    try {
      served =
          switch (context.router().route(request, deadline).settled()) {
            case Route.Elsewhere(Answer answer, String by) -> Served.elsewhere(answer, by);
            default -> scored(page.answer());
          };
    } catch (HttpProblem | RuntimeException | Error e) {
      served = refused(e);
    }
    ended(request, served, start);
    return reply(served);
  }

  /** Refuses what has no path here, or another method. */
  Reply refuse(Head head, HttpProblem problem) {
    arrived(head, Purpose.DESCRIBE);
    return new Reply(Answers.error(problem), Map.of(), context.answerHeaders().get());
  }

  /**
   * Begins with a request for predictions, which is to be closed whatever becomes of it.
   *
   * @param call what it was before it was a request, if it was anything
   */
  Prediction begin(Head head, Protocol protocol, PredictionPath path, Optional<Arrival> call) {
    // In flight before it is known to have come: who sees neither sees no request.
    begun();
    try {
      return new Prediction(this, arrived(head, Purpose.SCORE), protocol, path, call);
    } catch (RuntimeException | Error e) {
      ended();
      throw e;
    }
  }

  /** Counts what was refused before it was a request for predictions. */
  void refused(Head head, Protocol protocol, HttpProblem problem, long start) {
    CallerRequest request = arrived(head, Purpose.SCORE);
    Served served = Served.refused(problem);
    Duration took = ended(request, served, start);
    loaded().ifPresent(model -> model.metrics().answered(protocol, served.outcome(), took, 0, 0));
  }

  /** A request for predictions is in flight, until it has {@link #ended}. */
  void begun() {
    inFlight.incrementAndGet();
  }

  /** A request for predictions is no longer in flight. */
  void ended() {
    lastEnded = System.nanoTime();
    inFlight.decrementAndGet();
  }

  /** Lets the listener know of a request, of whatever becomes of it. */
  private CallerRequest arrived(Head head, Purpose purpose) {
    CallerRequest request =
        new CallerRequest(
            head.method(),
            head.target(),
            head.headers(),
            new byte[0],
            purpose,
            context.router().origin(head.headers()));
    context.listener().arrived(request);
    return request;
  }

  /** Whether callers need most of what the pod can do, so that copies have to wait. */
  boolean isBusy() {
    return inFlight.get() > context.limits().maxConcurrentRequests() / 2;
  }

  /** Takes one of the places for requests, which is to be closed. */
  Place admit(Origin origin) throws HttpProblem {
    if (origin == Origin.SHADOW && isBusy()) {
      throw new HttpProblem(429, "the pod has enough to do for callers");
    }
    if (!admissions.tryAcquire()) {
      throw new HttpProblem(
          503,
          "as many requests as may be are in flight (%d); try again"
              .formatted(context.limits().maxConcurrentRequests()),
          Map.of("Retry-After", "1"));
    }
    return new Place(admissions);
  }

  BodyReader bodies() {
    return bodies;
  }

  ScoringRoom room() {
    return room;
  }

  MemoryBudget memory() {
    return memory;
  }

  Served scored(Answer answer) {
    String by = loaded().map(model -> model.served().revision()).orElse("");
    return new Served(answer, Outcome.SCORED, by, RequestWatcher.NONE, Map.of());
  }

  /** What goes wrong, as an answer. */
  static Served refused(Throwable e) {
    return Served.refused(e instanceof HttpProblem problem ? problem : defect(e));
  }

  /** What no caller can mend: logged under an id that the answer names. */
  private static HttpProblem defect(Throwable e) {
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    if (e instanceof Scoring.ModelFault fault) {
      LOG.error("request {}: the model failed: {}", id, fault.getMessage(), fault.getCause());
      return new HttpProblem(
          500, "the model failed: %s (request %s in the log)".formatted(fault.getMessage(), id));
    }
    LOG.error("request {}: a defect of the runtime", id, e);
    return new HttpProblem(
        500, "a defect of the runtime, not of the request (request %s in its log)".formatted(id));
  }

  /** Counted before it is written: who has an answer finds it counted. */
  Duration ended(CallerRequest request, Served served, long start) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    context
        .listener()
        .answered(new Exchange(request, served.answer().status(), served.answeredBy(), took));
    return took;
  }

  Reply reply(Served served) {
    Map<String, String> names =
        served.outcome() == Outcome.FORWARDED
            ? Map.of()
            : loaded().map(Loaded::names).orElse(Map.of());
    Map<String, String> added = context.answerHeaders().get();
    if (!served.added().isEmpty()) {
      Map<String, String> all = new HashMap<>(served.added());
      all.putAll(added);
      added = all;
    }
    return new Reply(served.answer(), names, added);
  }
}
