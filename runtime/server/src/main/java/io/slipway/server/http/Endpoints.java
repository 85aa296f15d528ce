package io.slipway.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.slipway.server.describe.ModelDocuments;
import io.slipway.server.http.CallerRequest.Purpose;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The paths of port 8080 but those of predictions, and what each does. */
final class Endpoints {
  private static final String V2_MODEL = "/v2/models/{model}";
  private static final String V2_VERSION = "/v2/models/{model}/versions/{version}";

  private final ServingContext context;
  private final RequestPipeline pipeline;
  private final ScoringPool pool;
  private final Catalogue catalogue;

  Endpoints(ServingContext context, RequestPipeline pipeline, ScoringPool pool) {
    this.context = context;
    this.pipeline = pipeline;
    this.pool = pool;
    this.catalogue = new Catalogue(pipeline::loaded, this::obstacle);
  }

  void register(RoutesConfig routes) {
    routes.get("/v2", ctx -> describe(ctx, () -> Answers.json(200, ModelDocuments.server())));
    routes.get("/v2/health/live", ctx -> probe(ctx, this::live));
    routes.get("/v2/health/ready", ctx -> probe(ctx, this::ready));
    routes.get("/v2/models", ctx -> describe(ctx, catalogue::names));
    // Before the paths of models: one by this name keeps its metadata.
    routes.get("/v2/models/stats", ctx -> describe(ctx, this::allStatistics));
    routes.post(
        "/v2/repository/index", ctx -> describe(ctx, () -> catalogue.index(ctx.bodyInputStream())));
    for (String what : new String[] {"load", "unload"}) {
      routes.post(
          "/v2/repository/models/{model}/" + what,
          ctx ->
              describe(
                  ctx,
                  () -> {
                    throw Catalogue.refusal();
                  }));
    }
    for (String path : new String[] {V2_MODEL, V2_VERSION}) {
      routes.get(path, ctx -> describe(ctx, () -> model(ctx).metadata()));
      routes.get(path + "/ready", ctx -> probe(ctx, () -> modelReady(ctx)));
      routes.get(path + "/stats", ctx -> describe(ctx, () -> Catalogue.statistics(model(ctx))));
    }
    routes.get("/v1/models", ctx -> describe(ctx, catalogue::names));
    routes.get("/v1/models/{model}", ctx -> describe(ctx, () -> described(model(ctx))));
    new Openscoring(pipeline).register(routes);
    routes.get("/openapi.json", ctx -> describe(ctx, () -> any().openApi()));
    routes.get("/", ctx -> describe(ctx, () -> any().page()));
    routes.exception(HttpResponseException.class, this::routingError);
  }

  private void describe(Context ctx, RequestPipeline.Page page) throws IOException {
    ResponseWriter.write(ctx, pipeline.serve(head(ctx), Purpose.DESCRIBE, page));
  }

  private void probe(Context ctx, RequestPipeline.Page page) throws IOException {
    ResponseWriter.write(ctx, pipeline.serve(head(ctx), Purpose.PROBE, page));
  }

  private Loaded model(Context ctx) throws HttpProblem {
    return pipeline.require(
        ctx.pathParam("model"), Optional.ofNullable(ctx.pathParamMap().get("version")));
  }

  /** What is served, whatever its name. */
  private Loaded any() throws HttpProblem {
    return pipeline
        .loaded()
        .orElseThrow(
            () ->
                new HttpProblem(
                    503,
                    obstacle().orElse("the model is not loaded yet"),
                    Map.of("Retry-After", "1")));
  }

  private Answer allStatistics() throws HttpProblem {
    Loaded loaded = any();
    return loaded.served().name().equals("stats")
        ? loaded.metadata()
        : Catalogue.statistics(loaded);
  }

  private Answer described(Loaded loaded) {
    return Answers.json(200, ModelDocuments.model(loaded.served(), obstacle()));
  }

  /** Why callers cannot be answered; empty when they can. */
  Optional<String> obstacle() {
    Optional<String> obstacle = context.obstacle().get();
    return obstacle.isEmpty() && pool.isExhausted()
        ? Optional.of("all scoring threads work for requests whose time limit has passed")
        : obstacle;
  }

  private Answer live() {
    return Answers.json(200, JsonNodeFactory.instance.objectNode().put("live", true));
  }

  private Answer ready() {
    return readiness(JsonNodeFactory.instance.objectNode());
  }

  private Answer modelReady(Context ctx) throws HttpProblem {
    Loaded loaded = model(ctx);
    return readiness(JsonNodeFactory.instance.objectNode().put("name", loaded.served().name()));
  }

  private Answer readiness(ObjectNode document) {
    Optional<String> obstacle = obstacle();
    document.put("ready", obstacle.isEmpty());
    obstacle.ifPresent(why -> document.put("error", why));
    return Answers.json(obstacle.isEmpty() ? 200 : 503, document);
  }

  static Head head(Context ctx) {
    HttpServletRequest request = ctx.req();
    Map<String, List<String>> fields = new HashMap<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      fields.put(name, Collections.list(request.getHeaders(name)));
    }
    String query = request.getQueryString();
    return new Head(
        request.getMethod(),
        request.getRequestURI() + (query == null ? "" : "?" + query),
        RequestHeaders.of(fields));
  }

  /** No such path, or another method on it. */
  private void routingError(HttpResponseException e, Context ctx) {
    Map<String, String> headers = new HashMap<>();
    String message =
        switch (e.getStatus()) {
          case 404 -> "the path: expected one of those in /openapi.json, found another";
          case 405 -> {
            String allowed = e.getDetails().getOrDefault("availableMethods", "");
            headers.put("Allow", allowed);
            yield "the method: expected %s, found another".formatted(allowed);
          }
          default -> String.valueOf(e.getMessage());
        };
    HttpProblem problem = new HttpProblem(e.getStatus(), message, headers);
    try {
      ResponseWriter.write(ctx, pipeline.refuse(head(ctx), problem));
    } catch (IOException broken) {
      // The caller has gone; there is nobody to tell.
      ctx.status(e.getStatus());
    }
  }
}
