package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slipway.batch.lookup.Lookup;
import io.slipway.batch.lookup.http.Refusal.Reason;
import io.slipway.batch.warehouse.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API on a port. */
public final class LookupServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LookupServer.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int SERVER_THREADS = 16;
  private static final Duration QUIET = Duration.ofMillis(250);
  private static final Duration END = Duration.ofSeconds(2);
  private static final Duration IDLE = Duration.ofSeconds(60);

  private final Gate gate;
  private final MeterRegistry meters;
  private final Settings settings;
  private final List<Route> routes;
  private final InFlight inFlight = new InFlight();
  private final Javalin javalin;

  /**
   * How it serves.
   *
   * @param cacheAtMost how long caches may keep an answer
   * @param grace how long requests in flight may take when it is stopped
   */
  public record Settings(
      int port, int mostKeys, Duration cacheAtMost, Duration grace, Clock clock) {}

  private LookupServer(
      Lookup lookup, Warehouse warehouse, Gate gate, MeterRegistry meters, Settings settings) {
    this.gate = gate;
    this.meters = meters;
    this.settings = settings;
    this.routes = new PredictionRoutes(lookup, warehouse, gate, meters, settings).all();
    this.javalin = Javalin.create(this::configure);
  }

  /** Listens. */
  public static LookupServer start(
      Lookup lookup, Warehouse warehouse, Gate gate, MeterRegistry meters, Settings settings) {
    LookupServer server = new LookupServer(lookup, warehouse, gate, meters, settings);
    try {
      server.javalin.start();
    } catch (JavalinException e) {
      throw new UncheckedIOException(
          new IOException(
              "port %d cannot be listened on: %s".formatted(settings.port(), e.getMessage()), e));
    }
    return server;
  }

  /** The port that it really is. */
  public int port() {
    return javalin.port();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    config.http.prefer405over404 = true;
    QueuedThreadPool threads = new QueuedThreadPool(SERVER_THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(
        server -> {
          server.setHandler(new GracefulHandler());
          server.setErrorHandler(new JettyErrors());
        });
    config.jetty.addConnector(
        (server, http) -> {
          http.setSendServerVersion(false);
          LeavingConnector connector =
              new LeavingConnector(server, new HttpConnectionFactory(http));
          connector.setPort(settings.port());
          connector.setIdleTimeout(IDLE.toMillis());
          return connector;
        });
    for (Route route : routes) {
      config.routes.addHttpHandler(route.method(), route.path(), ctx -> serve(route, ctx));
    }
    // What can be asked for is no secret.
    config.routes.get("/openapi.json", ctx -> write(ctx, Reply.of(200, OpenApi.of(routes))));
    config.routes.exception(HttpResponseException.class, LookupServer::unrouted);
  }

  private void serve(Route route, Context ctx) {
    long start = System.nanoTime();
    inFlight.begins();
    try {
      write(ctx, answer(route, ctx));
    } finally {
      inFlight.ends();
    }
    Timer.builder("slipway.lookup.requests")
        .description("Requests, and how long they took")
        .tag("method", route.method().name())
        .tag("route", route.path())
        .tag("status", Integer.toString(ctx.status().getCode()))
        .publishPercentileHistogram()
        .register(meters)
        .record(Duration.ofNanos(System.nanoTime() - start));
  }

  private Reply answer(Route route, Context ctx) {
    try {
      gate.admit(Optional.ofNullable(ctx.header("Authorization")), route.scope());
      return route.handler().answer(ctx);
    } catch (RuntimeException e) {
      return problem(route, e);
    }
  }

  private static Reply problem(Route route, RuntimeException failure) {
    Optional<Refusal> refusal = Refusal.of(failure);
    if (refusal.isEmpty() || refusal.get().reason() == Reason.UNAVAILABLE) {
      log.atError().addKeyValue("route", route.path()).setCause(failure).log("not done");
    }
    return problem(
        refusal.orElseGet(
            () ->
                new Refusal(
                    Reason.UNAVAILABLE,
                    "the look-up service",
                    "it failed for a reason of its own",
                    "try again, and report it with the service's log if it stays")));
  }

  private static Reply problem(Refusal refusal) {
    Map<String, String> headers =
        switch (refusal.reason()) {
          case UNAUTHENTICATED ->
              Map.of("Cache-Control", "no-store", "WWW-Authenticate", "Bearer realm=\"slipway\"");
          case UNAVAILABLE -> Map.of("Cache-Control", "no-store", "Retry-After", "2");
          default -> Map.of("Cache-Control", "no-store");
        };
    return new Reply(refusal.reason().status(), Views.problem(refusal), Optional.empty(), headers);
  }

  private static void write(Context ctx, Reply reply) {
    ctx.status(reply.status()).header("X-Content-Type-Options", "nosniff");
    reply.headers().forEach(ctx::header);
    reply.tag().ifPresent(tag -> ctx.header("ETag", tag));
    if (reply.status() == 200 && reply.tag().filter(tag -> isKnown(ctx, tag)).isPresent()) {
      ctx.status(304);
      return;
    }
    ctx.contentType("application/json").result(bytes(reply));
  }

  private static byte[] bytes(Reply reply) {
    try {
      return JSON.writeValueAsBytes(reply.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static boolean isKnown(Context ctx, String tag) {
    return Arrays.stream(Optional.ofNullable(ctx.header("If-None-Match")).orElse("").split(","))
        .map(part -> part.strip().replaceFirst("^W/", ""))
        .anyMatch(tag::equals);
  }

  /** No such path, or another method on it. */
  private static void unrouted(HttpResponseException e, Context ctx) {
    Reply problem =
        problem(
            new Refusal(
                Reason.NOT_FOUND,
                "the request",
                e.getStatus() == 405
                    ? "this path takes other methods"
                    : "there is nothing of this path",
                "see /openapi.json"));
    write(ctx, new Reply(e.getStatus(), problem.body(), Optional.empty(), problem.headers()));
  }

  /** Lets requests in flight end, and takes no others. */
  @Override
  public void close() {
    LeavingConnector connector =
        (LeavingConnector) javalin.jettyServer().server().getConnectors()[0];
    try {
      // Only the door at first: Jetty's own stop closes on those who are slow.
      connector.stopListening();
      inFlight.awaitQuiet(QUIET, settings.grace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connector.setShutdownIdleTimeout(QUIET.toMillis());
    javalin.jettyServer().server().setStopTimeout(END.toMillis());
    try {
      javalin.stop();
    } catch (JavalinException e) {
      log.atWarn().setCause(e).log("requests in flight were cut off when their time had passed");
    }
  }
}
