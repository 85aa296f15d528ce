package io.slipway.registry;

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
final class OperationsServer implements AutoCloseable {
  private static final int SERVER_THREADS = 8;

  private final Supplier<Optional<String>> obstacle;
  private final PrometheusMeterRegistry meters;
  private final Javalin javalin;

  /**
   * @param obstacle why the registry cannot serve, if it cannot
   */
  OperationsServer(int port, Supplier<Optional<String>> obstacle, PrometheusMeterRegistry meters) {
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
    config.routes.get("/ready", this::ready);
    config.routes.get("/metrics", this::metrics);
  }

  int port() {
    return javalin.port();
  }

  private void ready(Context ctx) {
    Optional<String> why = obstacle.get();
    ctx.status(why.isEmpty() ? 200 : 503).result(why.orElse("ready"));
  }

  private void metrics(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
