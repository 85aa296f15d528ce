package io.slipway.server.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.scoring.Engine;
import io.slipway.scoring.Engines;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.server.model.ServedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A server for one real model after the other, each called churn. */
final class CollectionServer implements AutoCloseable {
  private final AtomicReference<Optional<ServedModel>> served =
      new AtomicReference<>(Optional.empty());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ScoringServer server =
      ScoringServer.start(
          0, ServingContext.of(served::get, Limits.defaults(), new SimpleMeterRegistry()));

  /** What is done while a model is served. */
  @FunctionalInterface
  interface Calls {
    void make() throws Exception;
  }

  /** Serves {@code file} meanwhile; skips the test where there is no engine for it. */
  void serving(Path file, Calls calls) throws Exception {
    Engines.Match match = recognise(file);
    try (Model model = load(match, file)) {
      served.set(
          Optional.of(
              new ServedModel(
                  model, "churn", "1", "sha256:" + "0".repeat(64), "m-1", match.format())));
      calls.make();
    } finally {
      served.set(Optional.empty());
    }
  }

  private static Engines.Match recognise(Path file) throws Exception {
    try {
      return Engines.installed().recognise(file);
    } catch (ModelLoadException e) {
      assumeTrue(
          !String.valueOf(e.getMessage()).contains("no engine here"),
          file.getFileName() + ": " + e.getMessage());
      throw e;
    }
  }

  private static Model load(Engines.Match match, Path file) throws Exception {
    try {
      return match.engine().load(file, LoadOptions.cpu());
    } catch (ModelLoadException e) {
      assumeTrue(
          !String.valueOf(e.getMessage()).contains("locale"),
          "this system has no locale en_US.UTF-8: " + e.getMessage());
      assumeTrue(
          match.engine().coverage() == Engine.Coverage.WHOLE
              || e.reason() != ModelLoadException.Reason.MODEL_UNSUPPORTED,
          "there is no engine here for all of the format: " + e.getMessage());
      throw e;
    }
  }

  HttpResponse<byte[]> send(String target, String type, byte[] body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        request(target).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** The body of an answer to a GET. */
  String get(String target) throws IOException {
    return new String(send(request(target)).body(), StandardCharsets.UTF_8);
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + target))
        .timeout(Duration.ofSeconds(60));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException("interrupted", e));
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
