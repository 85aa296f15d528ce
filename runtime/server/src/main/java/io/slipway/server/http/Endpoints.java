package io.slipway.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.slipway.server.describe.ModelDocuments;
import io.slipway.server.http.CallerRequest.Purpose;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The paths of port 8080 and what each does. */
final class Endpoints {
  private static final String V2_MODEL = "/v2/models/{model}";
  private static final String V2_VERSION = "/v2/models/{model}/versions/{version}";

  private final ServingContext context;
  private final RequestPipeline pipeline;
  private final ScoringPool pool;

  Endpoints(ServingContext context, RequestPipeline pipeline, ScoringPool pool) {
    this.context = context;
    this.pipeline = pipeline;
    this.pool = pool;
  }

  void register(RoutesConfig routes) {
    routes.get("/v2", ctx -> describe(ctx, () -> Answers.json(200, ModelDocuments.server())));
    routes.get("/v2/health/live", ctx -> probe(ctx, this::live));
    routes.get("/v2/health/ready", ctx -> probe(ctx, this::ready));
    for (String path : new String[] {V2_MODEL, V2_VERSION}) {
      routes.get(path, ctx -> describe(ctx, () -> model(ctx).metadata()));
      routes.get(path + "/ready", ctx -> probe(ctx, () -> modelReady(ctx)));
      routes.post(path + "/infer", this::infer);
    }
    routes.get("/v1/models/{model}", ctx -> describe(ctx, () -> model(ctx).model()));
    routes.post("/v1/models/{model}:predict", this::predict);
    routes.get("/openapi.json", ctx -> describe(ctx, () -> any().openApi()));
    routes.get("/", ctx -> describe(ctx, () -> any().page()));
    routes.exception(HttpResponseException.class, this::routingError);
  }

  private void describe(Context ctx, RequestPipeline.Page page) throws IOException {
    pipeline.serve(ctx, Purpose.DESCRIBE, page);
  }

  private void probe(Context ctx, RequestPipeline.Page page) throws IOException {
    pipeline.serve(ctx, Purpose.PROBE, page);
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

  private Optional<String> obstacle() {
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

  private void infer(Context ctx) throws IOException {
    score(ctx, Protocol.INFER);
  }

  private void predict(Context ctx) throws IOException {
    // An unsupported type is refused on the way, where its refusal is counted.
    String type = Optional.ofNullable(ctx.contentType()).orElse("");
    score(ctx, type.startsWith(MediaTypes.CSV) ? Protocol.CSV : Protocol.RECORDS);
  }

  private void score(Context ctx, Protocol protocol) throws IOException {
    Optional<String> unknownFields = Optional.ofNullable(ctx.queryParam("unknown-fields"));
    pipeline.score(
        ctx,
        protocol,
        (request, deadline, sink) -> {
          Loaded loaded = model(ctx);
          Scoring scoring = new Scoring(request, protocol, unknownFields, context.limits());
          return pipeline.onScoringThread(() -> scoring.answer(loaded, sink), deadline);
        });
  }

  /** No such path, or another method on it. */
  private void routingError(HttpResponseException e, Context ctx) {
    pipeline.arrived(ctx, Purpose.DESCRIBE);
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
    Answer answer = Answers.error(new HttpProblem(e.getStatus(), message, headers));
    try {
      ResponseWriter.write(ctx, answer, Map.of(), context.answerHeaders().get());
    } catch (IOException broken) {
      // The caller has gone; there is nobody to tell.
      ctx.status(e.getStatus());
    }
  }
}
