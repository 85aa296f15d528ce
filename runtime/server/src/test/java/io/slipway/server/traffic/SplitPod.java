package io.slipway.server.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Presence;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import io.slipway.server.FunctionModel;
import io.slipway.server.http.AnswerComparer;
import io.slipway.server.http.Limits;
import io.slipway.server.http.ScoringPorts;
import io.slipway.server.http.ScoringServer;
import io.slipway.server.http.ServingContext;
import io.slipway.server.model.ServedModel;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A pod of a revision with the real server and the real routing, around a model of one number in
 * and a number and a label out that a test can script.
 */
final class SplitPod implements AutoCloseable {
  /** One row in, one row out. */
  @FunctionalInterface
  interface Script {
    double answer(double x) throws ScoringException;
  }

  static final String PREDICT = "/v1/models/churn:predict";
  static final Duration REQUEST_LIMIT = Duration.ofSeconds(3);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  final String revision;
  final CurrentDocument current;
  final Forwarder forwarder;
  final Windows windows = new Windows(InstantSource.system(), System::nanoTime);
  final RequestCounts counts = new RequestCounts();
  final Shadow shadow;
  final TrafficRouter router;
  final AtomicInteger scored = new AtomicInteger();
  volatile Script script = x -> x;
  private final ScoringServer server;

  SplitPod(String revision, CurrentDocument current, TestPod.Directory directory) {
    this(revision, current, directory, 32);
  }

  SplitPod(String revision, CurrentDocument current, TestPod.Directory directory, int maxRequests) {
    this.revision = revision;
    this.current = current;
    forwarder =
        new Forwarder(current, directory::podsOf, REQUEST_LIMIT.multipliedBy(2).dividedBy(3));
    FunctionModel model =
        new FunctionModel(
            new Signature(
                List.of(
                    Field.column("x", DataType.FP64, Presence.REQUIRED),
                    Field.column("customer", DataType.BYTES, Presence.OPTIONAL)),
                List.of(
                    Field.column("y", DataType.FP64, Presence.REQUIRED),
                    Field.column("label", DataType.BYTES, Presence.REQUIRED))),
            this::score);
    ServedModel served =
        new ServedModel(
            model, "churn", "7", "sha256:" + "0".repeat(64), revision, ModelFormat.PMML);
    shadow =
        new Shadow(current, forwarder, new AnswerComparer(() -> Optional.of(served)), this::isBusy);
    router = new TrafficRouter(revision, current, forwarder, windows, shadow, 0);
    server =
        ScoringServer.start(
            new ScoringPorts(0, OptionalInt.of(0)),
            new ServingContext(
                () -> Optional.of(served),
                Optional::empty,
                router,
                Map::of,
                counts,
                new Limits(1 << 20, 1 << 20, 1000, REQUEST_LIMIT, maxRequests, 4),
                new SimpleMeterRegistry()));
  }

  private Batch score(Batch inputs) throws ScoringException {
    scored.incrementAndGet();
    double[] x = inputs.column("x").orElseThrow().doubles();
    double[] y = new double[x.length];
    String[] label = new String[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = script.answer(x[i]);
      label[i] = y[i] > 0.5 ? "yes" : "no";
    }
    return Batch.of(Column.ofDoubles("y", y), Column.ofStrings("label", label));
  }

  private boolean isBusy() {
    return server.isBusy();
  }

  PodAddress address() {
    return PodAddress.of(InetAddress.getLoopbackAddress(), server.port());
  }

  int grpcPort() {
    return server.grpcPort().orElseThrow();
  }

  HttpResponse<String> predict(double x, String... headers) {
    return post("{\"instances\": [{\"x\": %s}]}".formatted(x), headers);
  }

  HttpResponse<String> post(String body, String... headers) {
    return exchange(
        PREDICT,
        body.getBytes(StandardCharsets.UTF_8),
        HttpResponse.BodyHandlers.ofString(),
        headers);
  }

  HttpResponse<byte[]> send(String path, byte[] body, String... headers) {
    return exchange(path, body, HttpResponse.BodyHandlers.ofByteArray(), headers);
  }

  private <T> HttpResponse<T> exchange(
      String path, byte[] body, HttpResponse.BodyHandler<T> handler, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), handler);
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The revision that answered a prediction with 200. */
  static String by(HttpResponse<?> answer) {
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + ": " + answer.body());
    }
    return answer.headers().firstValue("Slipway-Revision").orElse("");
  }

  /** The last window, as the status has it. */
  JsonNode window() {
    JsonNode all = report().path("windows");
    return all.path(all.size() - 1);
  }

  /** What the status says of windows. */
  JsonNode report() {
    return json(windows.report());
  }

  static JsonNode json(Map<String, Object> report) {
    return new JsonMapper().valueToTree(report);
  }

  @Override
  public void close() {
    server.close();
    shadow.close();
    forwarder.close();
  }
}
