package io.slipway.server.http;

import io.javalin.http.Context;
import io.slipway.server.http.CallerRequest.Origin;
import io.slipway.server.http.CallerRequest.Purpose;
import io.slipway.server.http.RequestListener.Exchange;
import io.slipway.server.http.RequestRouter.Route;
import io.slipway.server.measure.OutputSink;
import io.slipway.server.model.ServedModel;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every request: admit, read, route, answer, write, count. Whatever goes wrong on it
 * ends in an answer. Safe for use by many threads.
 */
final class RequestPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(RequestPipeline.class);

  /** Makes an answer that needs nothing of the request but its path. */
  @FunctionalInterface
  interface Page {
    Answer answer() throws HttpProblem;
  }

  /** Answers a request for predictions that no other revision does. */
  @FunctionalInterface
  interface Predictions {
    Scoring.Scored answer(CallerRequest request, Deadline deadline, OutputSink sink)
        throws HttpProblem;
  }

  private final ServingContext context;
  private final ScoringPool pool;
  private final MemoryBudget memory;
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

  /** Serves what describes the model or the pod. */
  void serve(Context ctx, Purpose purpose, Page page) throws IOException {
    long start = System.nanoTime();
    Deadline deadline = Deadline.after(context.limits().requestTimeout());
    CallerRequest request = arrived(ctx, purpose);
    Served served;
    try {
      served =
          switch (context.router().route(request, deadline)) {
            case Route.Elsewhere(Answer answer, String by) -> Served.elsewhere(answer, by);
            case Route.Here here -> scored(page.answer());
          };
    } catch (HttpProblem | RuntimeException | Error e) {
      served = Served.refused(problem(e));
    }
    ended(request, served, start);
    write(ctx, served);
  }

  /** Serves predictions. */
  void score(Context ctx, Protocol protocol, Predictions local) throws IOException {
    long start = System.nanoTime();
    Deadline deadline = Deadline.after(context.limits().requestTimeout());
    // In flight before it is known to have come: who sees neither sees no request.
    inFlight.incrementAndGet();
    try {
      CallerRequest request = arrived(ctx, Purpose.SCORE);
      Served served;
      try (BodyReader.Body body = admitAndRead(ctx, request.origin(), deadline)) {
        try {
          request = request.withBody(body.bytes());
          served = predict(request, deadline, local);
        } finally {
          admissions.release();
        }
      } catch (HttpProblem e) {
        served = Served.refused(e);
      }
      try (MemoryBudget.Share share = memory.share()) {
        served = holding(share, served);
        count(protocol, request, served, ended(request, served, start));
        write(ctx, served);
        served.watcher().written(served.answer());
      }
    } finally {
      lastEnded = System.nanoTime();
      inFlight.decrementAndGet();
    }
  }

  /** The same, or a refusal: a caller that is slow to take its answer holds it in memory. */
  private static Served holding(MemoryBudget.Share share, Served served) {
    try {
      share.grow(served.answer().body().length);
      return served;
    } catch (HttpProblem e) {
      return Served.refused(e);
    }
  }

  /** Lets the listener know of a request, of whatever becomes of it. */
  CallerRequest arrived(Context ctx, Purpose purpose) {
    CallerRequest request = request(ctx.req(), purpose, context.router());
    context.listener().arrived(request);
    return request;
  }

  private void count(Protocol protocol, CallerRequest request, Served served, Duration took) {
    int sent = request.body().length;
    int returned = served.answer().body().length;
    loaded()
        .ifPresent(
            model -> {
              Outcome outcome =
                  request.origin() == Origin.SHADOW ? Outcome.SHADOWED : served.outcome();
              model.metrics().answered(protocol, outcome, took, sent, returned);
            });
  }

  /** Whether callers need most of what the pod can do, so that copies have to wait. */
  boolean isBusy() {
    return inFlight.get() > context.limits().maxConcurrentRequests() / 2;
  }

  private BodyReader.Body admitAndRead(Context ctx, Origin origin, Deadline deadline)
      throws HttpProblem {
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
    try {
      return bodies.read(ctx.req(), deadline);
    } catch (HttpProblem | RuntimeException | Error e) {
      admissions.release();
      throw e;
    }
  }

  /**
   * An answer, and who gave it.
   *
   * @param answeredBy a revision; empty when nothing scored
   * @param added header fields beside the answer's
   */
  private record Served(
      Answer answer,
      Outcome outcome,
      String answeredBy,
      RequestWatcher watcher,
      Map<String, String> added) {

    static Served elsewhere(Answer answer, String by) {
      return new Served(answer, Outcome.FORWARDED, by, RequestWatcher.NONE, Map.of());
    }

    static Served refused(HttpProblem problem) {
      return new Served(
          Answers.error(problem),
          Outcome.ofRefusal(problem.status()),
          "",
          RequestWatcher.NONE,
          Map.of());
    }

    Served watched(RequestWatcher by, Map<String, String> headers) {
      return new Served(answer, outcome, answeredBy, by, headers);
    }
  }

  private Served scored(Answer answer) {
    String by = loaded().map(model -> model.served().revision()).orElse("");
    return new Served(answer, Outcome.SCORED, by, RequestWatcher.NONE, Map.of());
  }

  private Served predict(CallerRequest request, Deadline deadline, Predictions local) {
    try {
      return switch (context.router().route(request, deadline)) {
        case Route.Elsewhere(Answer answer, String by) -> Served.elsewhere(answer, by);
        case Route.Here(RequestWatcher watcher) -> predictHere(request, deadline, local, watcher);
      };
    } catch (RuntimeException | Error e) {
      return Served.refused(problem(e));
    }
  }

  private Served predictHere(
      CallerRequest request, Deadline deadline, Predictions local, RequestWatcher watcher) {
    long start = System.nanoTime();
    Served served;
    int faultyRows = 0;
    try {
      Scoring.Scored scored = local.answer(request, deadline, watcher.outputs());
      served = scored(scored.answer());
      faultyRows = scored.faultyRows();
    } catch (HttpProblem | RuntimeException | Error e) {
      served = Served.refused(problem(e));
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return served.watched(
        watcher, watcher.ended(new RequestWatcher.Ending(served.answer(), took, faultyRows)));
  }

  private static HttpProblem problem(Throwable e) {
    return e instanceof HttpProblem problem ? problem : defect(e);
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

  /** Runs {@code scoring} on a scoring thread, and gives it up at the deadline. */
  Scoring.Scored onScoringThread(Callable<Scoring.Scored> scoring, Deadline deadline)
      throws HttpProblem {
    try {
      return pool.run(scoring, deadline);
    } catch (TimeoutException e) {
      throw new HttpProblem(
          504,
          "not scored within the time limit of %s; send fewer rows a request, or try again"
              .formatted(context.limits().requestTimeout()));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof HttpProblem problem) {
        throw problem;
      }
      throw cause instanceof RuntimeException runtime
          ? runtime
          : new IllegalStateException("scoring ended abnormally", cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpProblem(503, "the pod is ending; try again", Map.of("Retry-After", "1"));
    }
  }

  /** Counted before it is written: who has an answer finds it counted. */
  private Duration ended(CallerRequest request, Served served, long start) {
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    context
        .listener()
        .answered(new Exchange(request, served.answer().status(), served.answeredBy(), took));
    return took;
  }

  private void write(Context ctx, Served served) throws IOException {
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
    ResponseWriter.write(ctx, served.answer(), names, added);
  }

  private static CallerRequest request(
      HttpServletRequest request, Purpose purpose, RequestRouter router) {
    Map<String, List<String>> fields = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      fields.put(name, new ArrayList<>(Collections.list(request.getHeaders(name))));
    }
    String query = request.getQueryString();
    String target = request.getRequestURI() + (query == null ? "" : "?" + query);
    HttpHeaders headers = HttpHeaders.of(fields, (n, v) -> true);
    return new CallerRequest(
        request.getMethod(), target, headers, new byte[0], purpose, router.origin(headers));
  }
}
