package io.slipway.operator.podclient;

import io.slipway.operator.pulse.Beat;
import io.slipway.operator.pulse.Probe;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET /live} on the operator's port. Any answer is one: a team's own server need not know
 * the path. Safe for use by several threads.
 */
public final class HttpProbe implements Probe, AutoCloseable {

  /** Where pods answer the operator. */
  public static final int PORT = 9090;

  private final Duration limit;
  private final int port;
  private final HttpClient http;

  /**
   * @param limit how long a pod may take, connecting included
   * @param port of every pod
   */
  public HttpProbe(Duration limit, int port) {
    this.limit = limit;
    this.port = port;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limit)
            .build();
  }

  @Override
  public Set<Beat> answering(Collection<Beat> pods) {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<Beat, CompletableFuture<HttpResponse<Void>>> exchanges = new HashMap<>();
    for (Beat pod : pods) {
      exchanges.put(pod, http.sendAsync(request(pod), HttpResponse.BodyHandlers.discarding()));
    }
    Set<Beat> answering = new HashSet<>();
    exchanges.forEach(
        (pod, exchange) -> {
          if (answered(exchange, deadline)) {
            answering.add(pod);
          }
        });
    return answering;
  }

  private HttpRequest request(Beat pod) {
    String host = pod.ip().contains(":") ? "[" + pod.ip() + "]" : pod.ip();
    return HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/live"))
        .timeout(limit)
        .GET()
        .build();
  }

  private static boolean answered(CompletableFuture<HttpResponse<Void>> exchange, long deadline) {
    try {
      exchange.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return false; // Refused, reset, unreachable: it is not there.
    } catch (TimeoutException e) {
      exchange.cancel(true);
      return false;
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
