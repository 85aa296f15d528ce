package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.batch.lookup.Lookup;
import io.slipway.batch.lookup.http.Refusal.Reason;
import io.slipway.batch.lookup.pages.PageFile;
import io.slipway.batch.lookup.pages.Pages;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.serving.ApiPort;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API on a port. */
public final class LookupServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LookupServer.class);
  private static final JsonMapper JSON = new JsonMapper();

  /** What is no page of ours is none in a browser either. */
  private static final String INERT = "default-src 'none'; frame-ancestors 'none'; sandbox";

  private final Gate gate;
  private final LookupMeters meters;
  private final List<Route> routes;
  private final ApiPort port;

  /**
   * How it serves.
   *
   * @param cacheAtMost how long caches may keep an answer
   * @param grace how long requests in flight may take when it is stopped
   */
  public record Settings(
      int port, int mostKeys, Duration cacheAtMost, Duration grace, Clock clock) {}

  private LookupServer(
      Lookup lookup, Warehouse warehouse, Gate gate, MeterRegistry registry, Settings settings) {
    this.gate = gate;
    this.meters = new LookupMeters(registry);
    this.routes = new PredictionRoutes(lookup, warehouse, gate, meters, settings).all();
    this.port =
        new ApiPort(
            new ApiPort.Settings(settings.port(), Optional.empty(), settings.grace()),
            this::configure);
  }

  /** Listens. */
  public static LookupServer start(
      Lookup lookup, Warehouse warehouse, Gate gate, MeterRegistry registry, Settings settings) {
    LookupServer server = new LookupServer(lookup, warehouse, gate, registry, settings);
    server.port.listen();
    return server;
  }

  /** The port that it really is. */
  public int port() {
    return port.port();
  }

  private void configure(JavalinConfig config) {
    config.http.compressionStrategy = CompressionStrategy.GZIP;
    for (Route route : routes) {
      config.routes.addHttpHandler(route.method(), route.path(), ctx -> serve(route, ctx));
    }
    // What can be asked for is no secret.
    config.routes.get("/openapi.json", ctx -> write(ctx, Reply.of(200, OpenApi.of(routes))));
    // Nor is the page: what it shows it asks the API for, with the reader's token.
    Pages.PATHS.forEach(path -> config.routes.get(path, ctx -> write(ctx, Pages.document())));
    config.routes.get(Pages.FILES + "{file}", LookupServer::pageFile);
    config.routes.exception(HttpResponseException.class, LookupServer::unrouted);
  }

  private void serve(Route route, Context ctx) {
    long start = System.nanoTime();
    port.answer(() -> write(ctx, answer(route, ctx)));
    meters.answered(route, ctx.status().getCode(), Duration.ofNanos(System.nanoTime() - start));
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
    ctx.header("Content-Security-Policy", INERT);
    reply.headers().forEach(ctx::header);
    reply.tag().ifPresent(tag -> ctx.header("ETag", tag));
    if (reply.status() == 200 && reply.tag().filter(tag -> isKnown(ctx, tag)).isPresent()) {
      ctx.status(304);
      return;
    }
    ctx.contentType("application/json").result(bytes(reply));
  }

  private static void pageFile(Context ctx) {
    String name = ctx.pathParam("file");
    Pages.file(name)
        .ifPresentOrElse(
            file -> write(ctx, file),
            () ->
                write(
                    ctx,
                    problem(
                        new Refusal(
                            Reason.NOT_FOUND,
                            Pages.FILES + name,
                            "the pages have no such file",
                            "load the page again"))));
  }

  private static void write(Context ctx, PageFile file) {
    Pages.HEADERS.forEach(ctx::header);
    ctx.header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-cache")
        .contentType(file.mediaType())
        .result(file.content().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Reply reply) {
    try {
      return JSON.writeValueAsBytes(reply.body());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written", e);
    }
  }

  private static boolean isKnown(Context ctx, String tag) {
    String known = ctx.header("If-None-Match");
    return known != null
        && Arrays.stream(known.split(","))
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
    port.close();
  }
}
