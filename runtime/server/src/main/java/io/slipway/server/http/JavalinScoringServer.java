package io.slipway.server.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.scoring.Batch;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Javalin on Jetty: HTTP/1.1 and cleartext HTTP/2 on one port, gRPC on another. Predictions are
 * served outside Javalin: cheap ones on the threads that read them, costly ones on threads of their
 * own; Javalin has the other paths. What may wait does so on virtual threads.
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

  /**
   * Beside those that select and one for each that is held: an acceptor, and some for what streams
   * and new connections need.
   */
  private static final int SPARE_THREADS = 8;

  private static final int SELECTORS_OF_GRPC = 1;
  private static final int ACCEPTORS_OF_GRPC = 1;

  /** A thread that is held is not waited for when the server has ended. */
  private static final Duration THREADS_END = Duration.ofMillis(500);

  /** More of them share out less work for more waking. */
  private static final int MOST_SELECTORS = 8;

  private final Server server;
  private final RequestPipeline pipeline;
  private final ScoringPool pool;
  private final ReadingThreads reading;
  private final ExecutorService waiting;
  private final Optional<GrpcPort> grpc;
  private final int port;

  private JavalinScoringServer(
      Server server,
      int port,
      RequestPipeline pipeline,
      ScoringPool pool,
      ReadingThreads reading,
      ExecutorService waiting,
      Optional<GrpcPort> grpc) {
    this.server = server;
    this.port = port;
    this.pipeline = pipeline;
    this.pool = pool;
    this.reading = reading;
    this.waiting = waiting;
    this.grpc = grpc;
  }

  static ScoringServer start(ScoringPorts ports, ServingContext context) {
    return start(
        ports, context, MemoryBudget.of(Runtime.getRuntime().maxMemory(), context.limits()));
  }

  static ScoringServer start(ScoringPorts ports, ServingContext context, MemoryBudget memory) {
    Limits limits = context.limits();
    ScoringPool pool =
        new ScoringPool(limits.scoringThreads(), Math.max(4, 2 * limits.scoringThreads()));
    RequestPipeline pipeline = new RequestPipeline(context, pool, memory);
    int selectors = Math.clamp(limits.scoringThreads(), 1, MOST_SELECTORS);
    ExecutorService waiting =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
    QueuedThreadPool threads =
        threads(2 * (selectors + SELECTORS_OF_GRPC) + ACCEPTORS_OF_GRPC + SPARE_THREADS);
    ReadingThreads reading = new ReadingThreads(threads, waiting);
    registerGauges(context.meters(), pipeline, () -> pool.lostThreads() + reading.lost());
    Endpoints endpoints = new Endpoints(context, pipeline, pool);
    Optional<GrpcPort> grpc =
        ports.grpc().isPresent()
            ? Optional.of(
                new GrpcPort(ports.grpc().getAsInt(), context, endpoints::obstacle, pipeline))
            : Optional.empty();
    Predictions predictions = new Predictions(pipeline, reading, waiting);
    PredictionHandler handler = new PredictionHandler(predictions);
    handler.setHandler(
        JavalinHandler.of(
            config -> {
              config.http.prefer405over404 = true;
              endpoints.register(config.routes);
            }));
    Server server = JavalinHandler.server(threads);
    server.setHandler(
        new GracefulHandler(grpc.<Handler>map(port -> port.before(handler)).orElse(handler)));
    server.setErrorHandler(new JettyErrors());
    HttpConfiguration http = JavalinHandler.http();
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    LeavingConnector connector =
        connector(
            new LeavingConnector(
                server,
                reading,
                selectors,
                RepeatingConnection.factory(http, predictions),
                Http2.cleartext(http)),
            ports.http(),
            limits);
    server.addConnector(connector);
    grpc.ifPresent(
        port ->
            server.addConnector(
                port.listening(
                    connector(
                        new LeavingConnector(
                            server, reading, SELECTORS_OF_GRPC, Http2.cleartext(http)),
                        port.wanted(),
                        limits))));
    try {
      JavalinHandler.start(server, ports.toString());
    } catch (UncheckedIOException e) {
      reading.close();
      waiting.shutdownNow();
      pool.close();
      throw e;
    }
    return new JavalinScoringServer(
        server, connector.getLocalPort(), pipeline, pool, reading, waiting, grpc);
  }

  /** All of them from the start: in need of one is no time to find that there is none. */
  private static QueuedThreadPool threads(int count) {
    QueuedThreadPool threads =
        new QueuedThreadPool(count, count) {
          // Jetty's server sets it to what is left of the grace, all of which a lost thread needs.
          @Override
          public void setStopTimeout(long millis) {
            super.setStopTimeout(Math.min(millis, THREADS_END.toMillis()));
          }
        };
    threads.setName("http");
    threads.setDaemon(true);
    return threads;
  }

  private static void registerGauges(
      MeterRegistry meters, RequestPipeline pipeline, Supplier<Number> lostThreads) {
    Gauge.builder("slipway.requests.in.flight", pipeline, RequestPipeline::inFlight)
        .description("Requests for predictions being read, scored or forwarded")
        .register(meters);
    Gauge.builder("slipway.scoring.threads.lost", lostThreads)
        .description("Threads that still work for a request whose time limit has passed")
        .register(meters);
  }

  private static LeavingConnector connector(LeavingConnector connector, int port, Limits limits) {
    connector.setPort(port);
    connector.setIdleTimeout(limits.requestTimeout().plus(IDLE_BEYOND_REQUEST).toMillis());
    return connector;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public OptionalInt grpcPort() {
    return grpc.isPresent() ? OptionalInt.of(grpc.get().port()) : OptionalInt.empty();
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
  public Optional<Duration> silence() {
    return pipeline.loaded().flatMap(loaded -> loaded.silence().length());
  }

  @Override
  public void tryOut(Batch row) throws TimeoutException, ExecutionException, InterruptedException {
    Loaded loaded = pipeline.loaded().orElseThrow();
    Batch _ =
        // Behind callers' requests it would come to its deadline as theirs do, and prove nothing.
        pool.runFirst(
            () -> loaded.served().model().score(row),
            Deadline.after(pipeline.limits().requestTimeout()));
    loaded.silence().answered();
  }

  @Override
  public void stop(Duration grace) {
    Deadline end = Deadline.after(grace);
    if (grace.isPositive()) {
      // Only the door at first: what comes in on open connections, or was on its way in, is still
      // answered. Jetty's own stop refuses it, or closes on it.
      for (Connector connector : server.getConnectors()) {
        ((LeavingConnector) connector).stopListening();
      }
      pause(end);
      for (Connector connector : server.getConnectors()) {
        ((LeavingConnector) connector).sendCallersAway();
      }
      awaitQuiet(end);
      for (Connector connector : server.getConnectors()) {
        ((LeavingConnector) connector).setShutdownIdleTimeout(IDLE_AT_THE_END.toMillis());
      }
    }
    grpc.ifPresent(GrpcPort::leave);
    server.setStopTimeout(Math.max(0, Duration.ofNanos(end.remainingNanos()).toMillis()));
    LifeCycle.stop(server);
    reading.close();
    waiting.shutdownNow();
    pool.close();
  }

  /** Leaves time to those that have just connected to say what they speak. */
  private static void pause(Deadline end) {
    try {
      Thread.sleep(Math.clamp(end.remainingNanos() / 1_000_000, 0, QUIET.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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
