package io.slipway.operator.podclient;

import io.slipway.operator.document.SignedDocument;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.plan.Step.PodAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks pods and tells pods, all of them at once. Safe for use by several threads.
 *
 * <p>A whole round, however many pods there are and whatever they do, ends within {@link #LIMIT}:
 * the limit is for connecting, waiting and reading together, since a pod that sends one byte a
 * second would outlive a limit on each.
 */
public final class PodClient implements PodGateway, AutoCloseable {

  /** The most a round of requests may take. */
  public static final Duration LIMIT = Duration.ofSeconds(1);

  /** More than any report has; what is longer is no answer. */
  static final int MAX_BODY_BYTES = 256 * 1024;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LIMIT)
          .build();
  private final Clock clock;
  private final PodEndpoints endpoints;
  private final Duration limit;

  /**
   * @param endpoints where pods answer the operator
   * @param limit the most a round may take
   */
  public PodClient(Clock clock, PodEndpoints endpoints, Duration limit) {
    this.clock = clock;
    this.endpoints = endpoints;
    this.limit = limit;
  }

  @Override
  public Map<String, PodReport> reports(Collection<PodAddress> pods) {
    Map<String, PodReport> reports = new HashMap<>();
    round(pods, this::statusRequest)
        .forEach(
            (pod, answer) ->
                report(pod, answer).ifPresent(report -> reports.put(pod.uid(), report)));
    return Map.copyOf(reports);
  }

  @Override
  public int push(SignedDocument document, Collection<PodAddress> pods) {
    var answers = round(pods, pod -> trafficRequest(pod, document));
    return (int) answers.values().stream().filter(answer -> answer.statusCode() == 200).count();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Optional<PodReport> report(PodAddress pod, HttpResponse<byte[]> answer) {
    return answer.statusCode() == 200
        ? StatusDocument.parse(answer.body())
            .filter(status -> status.isOf(pod))
            .flatMap(status -> status.report(clock.instant()))
        : Optional.empty();
  }

  private HttpRequest statusRequest(PodAddress pod) {
    return request(pod, "status").GET().build();
  }

  private HttpRequest trafficRequest(PodAddress pod, SignedDocument document) {
    return request(pod, "traffic")
        .header("Content-Type", "application/json")
        .PUT(BodyPublishers.ofString(document.json()))
        .build();
  }

  private HttpRequest.Builder request(PodAddress pod, String path) {
    return HttpRequest.newBuilder(endpoints.of(pod).resolve(path)).timeout(limit);
  }

  /** The answers that came in time. */
  private Map<PodAddress, HttpResponse<byte[]>> round(
      Collection<PodAddress> pods, java.util.function.Function<PodAddress, HttpRequest> request) {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<PodAddress, CompletableFuture<HttpResponse<byte[]>>> exchanges = new HashMap<>();
    for (PodAddress pod : pods) {
      if (!pod.ip().isEmpty()) {
        exchanges.put(
            pod, http.sendAsync(request.apply(pod), info -> new LimitedBody(MAX_BODY_BYTES)));
      }
    }
    Map<PodAddress, HttpResponse<byte[]>> answers = new HashMap<>();
    exchanges.forEach(
        (pod, exchange) -> await(exchange, deadline).ifPresent(answer -> answers.put(pod, answer)));
    return answers;
  }

  private static Optional<HttpResponse<byte[]>> await(
      CompletableFuture<HttpResponse<byte[]>> exchange, long deadline) {
    try {
      return Optional.of(
          exchange.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      return Optional.empty(); // Refused, reset, not HTTP, too long: the pod did not answer.
    } catch (TimeoutException e) {
      exchange.cancel(true);
      return Optional.empty();
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
