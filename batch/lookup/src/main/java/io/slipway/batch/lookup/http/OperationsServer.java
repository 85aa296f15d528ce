package io.slipway.batch.lookup.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** A port for the kubelet and Prometheus. */
public final class OperationsServer implements AutoCloseable {
  private static final int SERVER_THREADS = 8;

  private final Supplier<Optional<String>> obstacle;
  private final PrometheusMeterRegistry meters;
  private final Javalin javalin;

  /**
   * @param obstacle why the service cannot serve, if it cannot
   */
  public OperationsServer(
      int port, Supplier<Optional<String>> obstacle, PrometheusMeterRegistry meters) {
    this.obstacle = obstacle;
    this.meters = meters;
    this.javalin = Javalin.create(this::configure).start(port);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    QueuedThreadPool threads = new QueuedThreadPool(SERVER_THREADS);
    threads.setName("operations");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
    config.routes.get("/live", ctx -> ctx.result("live"));
    // Whoever is sent elsewhere when the warehouse is away finds nobody at all; here he is told so.
    config.routes.get("/ready", ctx -> ctx.result("ready"));
    config.routes.get("/health", this::health);
    config.routes.get("/metrics", this::metrics);
  }

  public int port() {
    return javalin.port();
  }

  private void health(Context ctx) {
    Optional<String> why = obstacle.get();
    ctx.status(why.isEmpty() ? 200 : 503).result(why.orElse("healthy"));
  }

  private void metrics(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
