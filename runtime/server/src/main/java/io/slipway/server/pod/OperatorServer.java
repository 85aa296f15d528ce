package io.slipway.server.pod;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.SignedDocument;
import io.slipway.server.http.JavalinHandler;
import io.slipway.server.json.JsonWriter;
import io.slipway.server.source.Digest;
import io.slipway.server.source.ModelCache;
import io.slipway.server.traffic.CurrentDocument;
import io.slipway.server.traffic.CurrentDocument.Held;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Port 9090: for the operator, peers, Prometheus and the kubelet. Serves from the first moment to
 * the last, whatever the model does.
 */
final class OperatorServer implements AutoCloseable {
  /** Selectors and acceptors; requests are on virtual threads. */
  private static final int SERVER_THREADS = 8;

  private final StatusReport status;
  private final PodState state;
  private final Optional<Traffic> traffic;
  private final ModelCache cache;
  private final PrometheusMeterRegistry meters;
  private final Server server;
  private final int port;

  OperatorServer(int port, StatusReport status, ModelCache cache, PrometheusMeterRegistry meters) {
    this.status = status;
    this.state = status.state();
    this.traffic = status.traffic();
    this.cache = cache;
    this.meters = meters;
    QueuedThreadPool threads = new QueuedThreadPool(SERVER_THREADS);
    threads.setName("operator-port");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("operator-request-", 0).factory()));
    this.server = JavalinHandler.server(threads);
    ServerConnector connector =
        new ServerConnector(server, new HttpConnectionFactory(JavalinHandler.http()));
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(JavalinHandler.of(this::configure));
    JavalinHandler.start(server, Integer.toString(port));
    this.port = connector.getLocalPort();
  }

  private void configure(JavalinConfig config) {
    config.http.maxRequestSize = SignedDocument.LARGEST_BYTES;
    config.routes.get("/live", this::live);
    config.routes.get("/ready", this::ready);
    config.routes.get("/status", ctx -> json(ctx, 200, status.toMap()));
    config.routes.get("/traffic", this::document);
    config.routes.put("/traffic", this::adopt);
    config.routes.get("/model/{digest}", this::model);
    config.routes.get("/metrics", this::metrics);
  }

  int port() {
    return port;
  }

  /** What only a new process mends is for the kubelet to end. */
  private void live(Context ctx) {
    Optional<String> lost = state.lost();
    ctx.status(lost.isEmpty() ? 200 : 503).result(lost.orElse("live"));
  }

  private void ready(Context ctx) {
    Optional<String> obstacle = state.obstacle();
    ctx.status(obstacle.isEmpty() ? 200 : 503).result(obstacle.orElse("ready"));
  }

  private void metrics(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
  }

  private void document(Context ctx) {
    Optional<Held> held = traffic.flatMap(parts -> parts.current().held());
    if (held.isEmpty()) {
      error(ctx, 404, "this pod goes by no traffic document yet");
    } else {
      signed(ctx, 200, held.get().signed());
    }
  }

  private void adopt(Context ctx) {
    if (traffic.isEmpty()) {
      error(ctx, 403, "this pod belongs to no revision and takes no traffic document");
      return;
    }
    SignedDocument offered;
    try {
      offered = SignedDocument.parse(ctx.bodyAsBytes());
    } catch (DocumentException e) {
      error(ctx, 400, String.valueOf(e.getMessage()));
      return;
    }
    switch (traffic.get().current().offer(offered)) {
      case CurrentDocument.Outcome.Accepted accepted ->
          json(ctx, 200, StatusReport.describe(accepted.current()));
      case CurrentDocument.Outcome.Outdated outdated ->
          signed(ctx, 409, outdated.current().signed());
      case CurrentDocument.Outcome.Refused refused -> error(ctx, 403, refused.why());
    }
  }

  private void model(Context ctx) throws IOException {
    Optional<Digest> asked = Digest.parse(ctx.pathParam("digest"));
    boolean served =
        state
            .loaded()
            .map(loaded -> Digest.parse(loaded.served().digest()))
            .equals(Optional.of(asked));
    if (asked.isEmpty() || !served || cache.size(asked.get()).isEmpty()) {
      error(ctx, 404, "this pod does not serve that model");
    } else {
      ModelFileAnswer.send(ctx, cache.file(asked.get()), "\"" + asked.get().hex() + "\"");
    }
  }

  private static void signed(Context ctx, int code, SignedDocument document) {
    ctx.status(code).contentType("application/json").result(document.toJson());
  }

  private static void error(Context ctx, int code, String message) {
    json(ctx, code, Map.of("error", message));
  }

  private static void json(Context ctx, int code, Map<String, ?> fields) {
    ctx.status(code).contentType("application/json").result(JsonWriter.bytes(fields));
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }
}
