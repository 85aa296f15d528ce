package io.slipway.server.traffic;

import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.contract.TrafficDocument;
import io.slipway.server.http.Answer;
import io.slipway.server.http.CallerRequest;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests to the target's pods. The JDK's client keeps the connections; what it does not do
 * is done here: a limit for the whole exchange, another pod when a connection breaks, and the
 * decision what counts as an answer. Safe for use by many threads.
 */
public final class Forwarder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);
  private static final Duration DIAL_TIMEOUT = Duration.ofMillis(500);
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration REACHED_WITHIN = Duration.ofSeconds(3);

  /** A keep-alive connection may have ended just as it was used: one more pod is asked then. */
  private static final int ATTEMPTS = 2;

  /** How a forward ended. */
  sealed interface Outcome {
    /**
     * The target answered: that is the caller's answer.
     *
     * @param took what scoring took there; the whole exchange if the target does not say
     * @param faultyRows how many rows have no usable value, as the target says
     */
    record Answered(Answer answer, Duration took, int faultyRows) implements Outcome {}

    /** The target goes by a newer document, which this pod now goes by too. */
    record Superseded() implements Outcome {}

    /** Nothing that the target could be blamed for. */
    record Unsent(String why) implements Outcome {}

    /** There is no answer of the target's. */
    record Failed(Cause cause, String why) implements Outcome {}
  }

  private final CurrentDocument current;
  private final Function<String, List<PodAddress>> podsOf;
  private final Duration budget;
  private final ForwardCounts counts = new ForwardCounts();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(DIAL_TIMEOUT)
          .executor(threads)
          .build();
  private volatile Optional<Target> target = Optional.empty();

  /**
   * @param podsOf finds the pods of a revision, afresh each time it is asked
   * @param budget how long a forward may take at most
   */
  public Forwarder(
      CurrentDocument current, Function<String, List<PodAddress>> podsOf, Duration budget) {
    this.current = current;
    this.podsOf = podsOf;
    this.budget = budget;
  }

  /** What a forward may take if there is time enough. */
  Duration longest() {
    return budget;
  }

  public ForwardCounts counts() {
    return counts;
  }

  /** Whether the target is not asked for a while, because it keeps failing. */
  public boolean isBreakerOpen() {
    return target.map(known -> !known.breaker().isClosed()).orElse(false);
  }

  /**
   * Whether a pod of the target that {@code document} names answered under it lately.
   *
   * @param revision the target
   */
  public boolean isReachable(String revision, TrafficDocument document) {
    return target
        .filter(known -> known.revision().equals(revision))
        .map(known -> known.wasReached(document.position(), REACHED_WITHIN))
        .orElse(false);
  }

  /**
   * Sends a caller's request to the target {@code revision}.
   *
   * @param left how long it may take; no longer than a forward may in any case
   */
  Outcome forward(CallerRequest request, String revision, Held document, Duration left) {
    if (!left.isPositive()) {
      return new Outcome.Unsent("there is no time left for it");
    }
    Target known = target(revision);
    Outcome outcome =
        known.breaker().permits()
            ? sent(request, known, document, left)
            : new Outcome.Failed(Cause.BREAKER_OPEN, "it failed too often just now");
    if (outcome instanceof Outcome.Failed failed) {
      counts.failed(failed.cause());
    }
    return outcome;
  }

  private Outcome sent(CallerRequest request, Target known, Held document, Duration left) {
    counts.sent().increment();
    Outcome outcome;
    try {
      outcome = attempts(request, known, document, left.compareTo(budget) < 0 ? left : budget);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unsent("the request was given up");
    }
    switch (outcome) {
      case Outcome.Answered answered -> {
        known.breaker().succeeded();
        counts.answered().increment();
      }
      case Outcome.Superseded superseded -> known.breaker().succeeded();
      case Outcome.Failed failed -> known.breaker().failed();
      case Outcome.Unsent unsent -> {
        // It says nothing of the target.
      }
    }
    return outcome;
  }

  /** An answer of the target turned out to be of no use. */
  void faulty(String revision) {
    target(revision).breaker().failed();
    counts.failed(Cause.HARD_FAULT);
    counts.fallbacks().increment();
  }

  private Outcome attempts(CallerRequest request, Target known, Held document, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Set<PodAddress> asked = new HashSet<>();
    String why = "it has no pods";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<PodAddress> pod = known.pods().next(asked);
      if (pod.isEmpty() && !asked.isEmpty()) {
        pod = known.pods().next(Set.of());
      }
      if (pod.isEmpty()) {
        break;
      }
      asked.add(pod.get());
      try {
        HttpRequest sent =
            toSend(request, pod.get(), ForwardHeaders.request(request.headers(), document));
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        long start = System.nanoTime();
        HttpResponse<byte[]> response = exchange(sent, left);
        return judged(
            response, known, document.document(), Duration.ofNanos(System.nanoTime() - start));
      } catch (TimeoutException e) {
        return new Outcome.Failed(Cause.TIMEOUT, "it did not answer in time");
      } catch (IllegalArgumentException e) {
        return new Outcome.Unsent("the request cannot be sent on");
      } catch (IOException e) {
        known.pods().setAside(pod.get());
        why = "it could not be reached";
      }
    }
    return new Outcome.Failed(Cause.UNREACHABLE, why);
  }

  /** Sends a copy of a request to a pod of the target, once; callers' forwards take no note. */
  Outcome copy(CallerRequest request, String revision, Held document) {
    Target known = target(revision);
    try {
      Optional<PodAddress> pod = known.pods().next(Set.of());
      if (pod.isEmpty()) {
        return new Outcome.Failed(Cause.UNREACHABLE, "it has no pods");
      }
      long start = System.nanoTime();
      HttpResponse<byte[]> response =
          exchange(
              toSend(request, pod.get(), ForwardHeaders.copy(request.headers(), document)), budget);
      return judged(
          response, known, document.document(), Duration.ofNanos(System.nanoTime() - start));
    } catch (TimeoutException e) {
      return new Outcome.Failed(Cause.TIMEOUT, "it did not answer in time");
    } catch (IOException e) {
      return new Outcome.Failed(Cause.UNREACHABLE, "it could not be reached");
    } catch (IllegalArgumentException e) {
      return new Outcome.Unsent("the request cannot be sent on");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unsent("the pod leaves");
    }
  }

  private static HttpRequest toSend(
      CallerRequest request, PodAddress pod, Map<String, List<String>> headers) {
    HttpRequest.BodyPublisher body =
        request.body().length == 0
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofByteArray(request.body());
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(pod.uri(request.target())).method(request.method(), body);
    headers.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    return builder.build();
  }

  /** The answer to a request, body and all, within a time. */
  private HttpResponse<byte[]> exchange(HttpRequest request, Duration left)
      throws IOException, TimeoutException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the exchange failed", e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  /**
   * @param took the whole exchange
   */
  private Outcome judged(
      HttpResponse<byte[]> response, Target known, TrafficDocument document, Duration took) {
    int status = response.statusCode();
    if (status == 421) {
      return superseded(response.body());
    }
    if (status == 431 || status == 508) {
      // With what this pod added there is too much header; or the target does not believe it.
      return new Outcome.Unsent("it answered " + status);
    }
    String revision = response.headers().firstValue(ForwardHeaders.REVISION).orElse("");
    if (!revision.isEmpty() && !revision.equals(known.revision())) {
      return new Outcome.Failed(
          Cause.WRONG_REVISION, "revision %s answered in its place".formatted(revision));
    }
    if (status >= 500) {
      return new Outcome.Failed(Cause.STATUS, "it answered " + status);
    }
    if (revision.isEmpty()) {
      return new Outcome.Failed(
          Cause.WRONG_REVISION, "its answer %d names no revision".formatted(status));
    }
    known.answeredUnder(document.position());
    HttpHeaders headers = response.headers();
    long wholeMicros = took.toNanos() / 1000;
    long micros =
        Math.min(
            wholeMicros, ForwardHeaders.number(headers, ForwardHeaders.TOOK).orElse(wholeMicros));
    return new Outcome.Answered(
        new Answer(status, ForwardHeaders.answer(headers), response.body()),
        Duration.of(micros, ChronoUnit.MICROS),
        (int)
            Math.min(
                Integer.MAX_VALUE,
                ForwardHeaders.number(headers, ForwardHeaders.FAULTS).orElse(0)));
  }

  private Outcome superseded(byte[] body) {
    try {
      return current.offer(SignedDocument.parse(body)) instanceof CurrentDocument.Outcome.Refused no
          ? new Outcome.Failed(
              Cause.STATUS, "it answered 421 with a document that does not fit: " + no.why())
          : new Outcome.Superseded();
    } catch (DocumentException e) {
      return new Outcome.Failed(Cause.STATUS, "it answered 421 without a document");
    }
  }

  /**
   * Asks a pod of the target whether it is there, unless one has just answered a caller.
   *
   * @param fresh how lately that would be
   */
  void probe(String revision, Held held, Duration fresh) throws InterruptedException {
    Target known = target(revision);
    TrafficDocument document = held.document();
    if (known.wasReached(document.position(), fresh)) {
      return;
    }
    Optional<PodAddress> pod = known.pods().next(Set.of());
    if (pod.isEmpty()) {
      return;
    }
    URI uri = pod.get().uri("/v2/health/ready");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header(ForwardHeaders.HOP, "1")
            .header(ForwardHeaders.DOCUMENT, document.position().toString())
            .header(ForwardHeaders.PROOF, held.proof())
            .build();
    try {
      HttpResponse<byte[]> response = exchange(request, PROBE_TIMEOUT);
      if (judged(response, known, document, Duration.ZERO) instanceof Outcome.Failed failed) {
        log.atDebug().addKeyValue("pod", pod.get()).log("probe failed: {}", failed.why());
      }
    } catch (IOException e) {
      known.pods().setAside(pod.get());
    } catch (TimeoutException e) {
      log.atDebug().addKeyValue("pod", pod.get()).log("probe timed out");
    }
  }

  /** What is known of {@code revision}; what was known of another target is forgotten. */
  private Target target(String revision) {
    Optional<Target> known = target;
    if (known.isPresent() && known.get().revision().equals(revision)) {
      return known.get();
    }
    return replaced(revision);
  }

  private synchronized Target replaced(String revision) {
    Optional<Target> known = target;
    if (known.isPresent() && known.get().revision().equals(revision)) {
      return known.get();
    }
    Target next = new Target(revision, new TargetPods(revision, () -> podsOf.apply(revision)));
    target = Optional.of(next);
    known.ifPresent(Target::close);
    return next;
  }

  @Override
  public void close() {
    target.ifPresent(Target::close);
    client.shutdownNow();
    threads.shutdownNow();
  }
}
