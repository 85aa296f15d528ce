package io.slipway.server.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slipway.server.FunctionModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A server on a free port with a client of its own, for tests. */
final class RunningServer implements AutoCloseable {
  final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final ScoringServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningServer(
      FunctionModel model, Limits limits, Function<ServingContext, ScoringServer> start) {
    this.server = start.apply(ServingContext.of(() -> Optional.of(model.served()), limits, meters));
  }

  static RunningServer of(FunctionModel model) {
    return of(model, Limits.defaults());
  }

  static RunningServer of(FunctionModel model, Limits limits) {
    return new RunningServer(model, limits, context -> ScoringServer.start(0, context));
  }

  static RunningServer of(FunctionModel model, Limits limits, MemoryBudget memory) {
    return new RunningServer(
        model,
        limits,
        context -> JavalinScoringServer.start(ScoringPorts.http(0), context, memory));
  }

  /** Answers gRPC too. */
  static RunningServer withGrpc(FunctionModel model, Limits limits) {
    return new RunningServer(
        model,
        limits,
        context -> ScoringServer.start(new ScoringPorts(0, OptionalInt.of(0)), context));
  }

  static RunningServer of(FunctionModel model, UnaryOperator<ServingContext> change) {
    return of(model, Limits.defaults(), change);
  }

  static RunningServer of(
      FunctionModel model, Limits limits, UnaryOperator<ServingContext> change) {
    return new RunningServer(
        model, limits, context -> ScoringServer.start(0, change.apply(context)));
  }

  URI uri(String target) {
    return URI.create("http://localhost:" + server.port() + target);
  }

  HttpResponse<String> get(String target) {
    return send(HttpRequest.newBuilder(uri(target)));
  }

  HttpResponse<String> post(String target, String body, String... headers) {
    return post(target, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  HttpResponse<String> post(String target, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(target)).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  HttpResponse<String> predict(String body, String... headers) {
    return post("/v1/models/churn:predict", body, headers);
  }

  HttpResponse<String> infer(String body, String... headers) {
    return post("/v2/models/churn/infer", body, headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, BodyHandlers.ofString());
  }

  <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.timeout(Duration.ofSeconds(30)).build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
