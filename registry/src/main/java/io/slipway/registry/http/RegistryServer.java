package io.slipway.registry.http;

import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.registry.auth.Caller;
import io.slipway.registry.auth.Gate;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.pages.Pages;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import io.slipway.serving.ApiPort;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The API on a port. */
public final class RegistryServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RegistryServer.class);
  private static final long DRAINED = 16L << 20;

  private static final Route OPEN_API = open("/openapi.json", "What this API can do");

  private static final Route PAGE = open("/models", "Look at models in a browser");
  private static final Route PAGE_FILE = open(Pages.FILES + "{file}", "What the pages are made of");

  private final Gate gate;
  private final AnswerWriter writer;
  private final RequestMeters meters;
  private final List<Route> routes;
  private final ApiPort port;

  /**
   * Where and how.
   *
   * @param tls plain HTTP when absent
   * @param grace how long requests in flight may take when it is stopped
   */
  public record Settings(int port, Optional<Tls> tls, Duration grace) {}

  private RegistryServer(Api api, Gate gate, MeterRegistry meters, Settings settings) {
    this.gate = gate;
    this.writer = new AnswerWriter(api.blobs(), gate.anonymous());
    this.meters = new RequestMeters(meters);
    this.routes = api.routes();
    this.port =
        new ApiPort(
            new ApiPort.Settings(
                settings.port(), settings.tls().map(Tls::contextFactory), settings.grace()),
            this::configure);
  }

  /** What everybody may have; it is no part of the API. */
  private static Route open(String path, String summary) {
    return new Route(
        HandlerType.GET,
        path,
        Scope.READ,
        summary,
        Route.Shape.answers(""),
        call -> new Answer.Nothing(204, Map.of()));
  }

  /** Listens. */
  public static RegistryServer start(Api api, Gate gate, MeterRegistry meters, Settings settings) {
    RegistryServer server = new RegistryServer(api, gate, meters, settings);
    server.port.listen();
    return server;
  }

  /** The port that it really is. */
  public int port() {
    return port.port();
  }

  private void configure(JavalinConfig config) {
    config.http.compressionStrategy = CompressionStrategy.NONE;
    for (Route route : routes) {
      config.routes.addHttpHandler(route.method(), route.path(), ctx -> serve(route, ctx));
    }
    // What can be asked for is no secret.
    config.routes.get(OPEN_API.path(), ctx -> write(ctx, OPEN_API, Answer.ok(OpenApi.of(routes))));
    Pages.PATHS.forEach(path -> config.routes.get(path, ctx -> write(ctx, PAGE, page(200))));
    config.routes.get(
        PAGE_FILE.path(), ctx -> write(ctx, PAGE_FILE, pageFile(ctx.pathParam("file"))));
    config.routes.exception(HttpResponseException.class, this::unrouted);
  }

  private static Answer page(int status) {
    return new Answer.Page(status, Pages.document());
  }

  private static Answer pageFile(String name) {
    return Pages.file(name)
        .<Answer>map(file -> new Answer.Page(200, file))
        .orElseGet(
            () ->
                Problems.answer(
                    new Refusal(
                        Reason.NOT_FOUND,
                        Pages.FILES + name,
                        "the pages have no such file",
                        "load the page again")));
  }

  private void serve(Route route, Context ctx) {
    long start = System.nanoTime();
    port.answer(() -> write(ctx, route, answer(route, ctx)));
    meters.count(route, ctx.status().getCode(), Duration.ofNanos(System.nanoTime() - start));
  }

  private Answer answer(Route route, Context ctx) {
    try {
      Caller caller =
          gate.admit(Optional.ofNullable(ctx.header("Authorization")), route.scope(), object(ctx));
      return route.handler().answer(new Call(ctx, caller));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return problem(route, e);
    } catch (Refusal | IOException | RuntimeException e) {
      drain(ctx);
      return problem(route, e);
    }
  }

  /**
   * Reads what is still coming, up to a point: a sender whose connection is closed while he sends
   * does not get to read why.
   */
  private static void drain(Context ctx) {
    if (ctx.header("Expect") == null) {
      try {
        skip(ctx.req().getInputStream());
      } catch (IOException e) {
        log.atDebug().setCause(e).log("the sender has gone");
      }
    }
  }

  private static void skip(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long left = DRAINED;
    while (left > 0) {
      int read = in.read(buffer);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  private static String object(Context ctx) {
    return ctx.path().replaceFirst("^/v1/", "");
  }

  private Answer problem(Route route, Exception failure) {
    Optional<Refusal> refusal = Problems.refusal(failure);
    if (refusal.isPresent()) {
      if (Problems.status(refusal.get().reason()) >= 500) {
        log.atError().addKeyValue("route", route.path()).setCause(failure).log("not done");
      }
      return Problems.answer(refusal.get());
    }
    log.atError().addKeyValue("route", route.path()).setCause(failure).log("a defect");
    return Problems.answer(
        new Refusal(
            Reason.UNAVAILABLE,
            "the registry",
            "it failed for a reason of its own (%s)".formatted(failure.getClass().getSimpleName()),
            "try again, and report it with the registry's log if it stays"));
  }

  private void write(Context ctx, Route route, Answer answer) {
    try {
      long bytes = writer.write(ctx, answer);
      if (answer instanceof Answer.Content) {
        meters.downloaded(bytes);
      }
    } catch (IOException | RuntimeException e) {
      broken(ctx, route, e);
    }
  }

  /** The answer cannot be written to its end: told as an error, or by breaking it off. */
  private void broken(Context ctx, Route route, Exception failure) {
    if (ctx.res().isCommitted()) {
      log.atWarn().addKeyValue("route", route.path()).setCause(failure).log("broken off");
      ServletContextRequest.getServletContextRequest(ctx.req())
          .getConnectionMetaData()
          .getConnection()
          .getEndPoint()
          .close(failure);
      return;
    }
    ctx.res().reset();
    try {
      writer.write(ctx, problem(route, failure));
    } catch (IOException gone) {
      log.atDebug().setCause(gone).log("the caller has gone");
    }
  }

  /** No such path, or another method on it. */
  private void unrouted(HttpResponseException e, Context ctx) {
    Refusal refusal =
        e.getStatus() == 405
            ? new Refusal(
                Reason.NOT_FOUND,
                ctx.path(),
                "it takes " + e.getDetails().getOrDefault("availableMethods", "other methods"),
                "see /openapi.json")
            : new Refusal(
                Reason.NOT_FOUND, ctx.path(), "there is nothing of this path", "see /openapi.json");
    try {
      Answer.Document answer = (Answer.Document) Problems.answer(refusal);
      writer.write(
          ctx,
          e.getStatus() == 404 && isLookedAt(ctx)
              ? page(404)
              : new Answer.Document(e.getStatus(), answer.body(), Map.of()));
    } catch (IOException gone) {
      log.atDebug().setCause(gone).log("the caller has gone");
    }
  }

  /** Whether a person waits for the answer, who typed an address. */
  private static boolean isLookedAt(Context ctx) {
    return Optional.ofNullable(ctx.header("Accept")).orElse("").contains("text/html");
  }

  /** Lets requests in flight end, and takes no others. */
  @Override
  public void close() {
    port.close();
  }
}
