package io.slipway.server.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * Javalin on Jetty: HTTP/1.1 and cleartext HTTP/2 on one port. A request has a virtual thread,
 * which may wait for a slow caller or another pod; scoring has platform threads of its own.
 */
final class JavalinScoringServer implements ScoringServer {
  /**
   * A connection may be idle for longer than a request may take, so that only deadlines end those.
   */
  private static final Duration IDLE_BEYOND_REQUEST = Duration.ofSeconds(30);

  private static final int MAX_HEADER_BYTES = 16 * 1024;

  /** How long nobody must have asked for anything before what still connects is closed. */
  private static final Duration QUIET = Duration.ofMillis(250);

  private static final Duration LOOK = Duration.ofMillis(10);

  /** Then, how long a connection may take to end by itself. */
  private static final Duration IDLE_AT_THE_END = Duration.ofSeconds(1);

  /** Selectors and acceptors, and a few spare; requests are on virtual threads. */
  private static final int SERVER_THREADS = 16;

  private final Javalin javalin;
  private final Server server;
  private final RequestPipeline pipeline;
  private final ScoringPool pool;
  private final int port;

  private JavalinScoringServer(Javalin javalin, RequestPipeline pipeline, ScoringPool pool) {
    this.javalin = javalin;
    this.port = javalin.port();
    this.server = javalin.jettyServer().server();
    this.pipeline = pipeline;
    this.pool = pool;
  }

  static ScoringServer start(int port, ServingContext context) {
    return start(
        port, context, MemoryBudget.of(Runtime.getRuntime().maxMemory(), context.limits()));
  }

  static ScoringServer start(int port, ServingContext context, MemoryBudget memory) {
    Limits limits = context.limits();
    ScoringPool pool =
        new ScoringPool(limits.scoringThreads(), Math.max(4, 2 * limits.scoringThreads()));
    RequestPipeline pipeline = new RequestPipeline(context, pool, memory);
    registerGauges(context.meters(), pipeline, pool);
    Javalin javalin =
        Javalin.create(
            config -> {
              configure(config, port, limits);
              new Endpoints(context, pipeline, pool).register(config.routes);
            });
    try {
      javalin.start();
      return new JavalinScoringServer(javalin, pipeline, pool);
    } catch (JavalinException e) {
      pool.close();
      throw new UncheckedIOException(
          new IOException("port %d cannot be listened on: %s".formatted(port, e.getMessage()), e));
    }
  }

  private static void registerGauges(
      MeterRegistry meters, RequestPipeline pipeline, ScoringPool pool) {
    Gauge.builder("slipway.requests.in.flight", pipeline, RequestPipeline::inFlight)
        .description("Requests for predictions being read, scored or forwarded")
        .register(meters);
    Gauge.builder("slipway.scoring.threads.lost", pool, ScoringPool::lostThreads)
        .description("Threads that still work for a request whose time limit has passed")
        .register(meters);
  }

  private static void configure(JavalinConfig config, int port, Limits limits) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(SERVER_THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(JavalinScoringServer::configure);
    config.jetty.modifyServer(
        server -> {
          server.setHandler(new GracefulHandler());
          server.setErrorHandler(new JettyErrors());
        });
    Duration idle = limits.requestTimeout().plus(IDLE_BEYOND_REQUEST);
    config.jetty.addConnector((server, http) -> connector(server, http, port, idle));
  }

  private static void configure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
  }

  private static LeavingConnector connector(
      Server server, HttpConfiguration http, int port, Duration idle) {
    LeavingConnector connector =
        new LeavingConnector(
            server, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setPort(port);
    connector.setIdleTimeout(idle.toMillis());
    return connector;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int inFlight() {
    return pipeline.inFlight();
  }

  @Override
  public boolean isBusy() {
    return pipeline.isBusy();
  }

  @Override
  public void scoreAtOnce(int requests) {
    pool.size(requests);
  }

  @Override
  public void stop(Duration grace) {
    Deadline end = Deadline.after(grace);
    LeavingConnector connector = (LeavingConnector) server.getConnectors()[0];
    if (grace.isPositive()) {
      // Only the door at first: what comes in on open connections, or was on its way in, is still
      // answered. Jetty's own stop refuses it, or closes on it.
      connector.stopListening();
      awaitQuiet(end);
      connector.setShutdownIdleTimeout(IDLE_AT_THE_END.toMillis());
    }
    server.setStopTimeout(Math.max(0, Duration.ofNanos(end.remainingNanos()).toMillis()));
    javalin.stop();
    pool.close();
  }

  /** Waits for requests in flight, and then for those that nobody knows of yet. */
  private void awaitQuiet(Deadline end) {
    Deadline earliest = Deadline.after(QUIET);
    try {
      while (!end.hasPassed() && (!earliest.hasPassed() || pipeline.quiet().compareTo(QUIET) < 0)) {
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
