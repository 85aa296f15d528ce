package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.http.Route.Shape;
import io.slipway.registry.model.Alias;
import io.slipway.registry.model.JsonFields;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Aliases.Expected;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Refusal.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Aliases. An alias's ETag is the digest of the version that it points to. */
final class AliasRoutes {
  private static final String ALIASES = "/v1/models/{model}/aliases";
  private static final String ALIAS = ALIASES + "/{alias}";

  private final Api api;

  AliasRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            HandlerType.GET,
            ALIASES,
            Scope.READ,
            "List a model's aliases",
            Shape.answers("Aliases"),
            this::list),
        new Route(
            HandlerType.GET,
            ALIAS,
            Scope.READ,
            "See where an alias points",
            Shape.answers("Alias").with("If-None-Match"),
            call -> alias(api.catalog().alias(call.model(), call.alias()))),
        new Route(
            HandlerType.PUT,
            ALIAS,
            Scope.PROMOTE,
            "Let an alias point to a version, if it points where the caller believes",
            Shape.takes("AliasMove", "Alias").with("If-Match", "If-None-Match", "Idempotency-Key"),
            this::move),
        new Route(
            HandlerType.DELETE,
            ALIAS,
            Scope.PROMOTE,
            "Take an alias away, if it points where the caller believes",
            Shape.answers("", "reason").status(204).with("If-Match", "Idempotency-Key"),
            this::remove));
  }

  private Answer list(Call call) throws Refusal {
    ObjectNode json = Views.object();
    json.set("aliases", Views.list(api.catalog().aliases(call.model()), Views::alias));
    return Answer.ok(json);
  }

  private Answer move(Call call) throws Refusal, IOException {
    Expected expected = call.expected(Alias.path(call.model(), call.alias()));
    JsonFields fields = call.fields("version", "reason");
    VersionRef target = target(fields);
    return alias(
        api.aliases()
            .move(
                call.author(),
                call.model(),
                call.alias(),
                target,
                expected,
                fields.text("reason")));
  }

  /** A number may be written as one. */
  private static VersionRef target(JsonFields fields) {
    return fields
        .node("version")
        .map(node -> VersionRef.parse(node.asText()))
        .orElseThrow(() -> fields.missing("version"));
  }

  private Answer remove(Call call) throws Refusal, IOException {
    String path = Alias.path(call.model(), call.alias());
    if (!(call.expected(path) instanceof Expected.At at)) {
      throw new Refusal(
          Reason.PRECONDITION_MISSING,
          path,
          "the request does not say where the alias points now",
          "send If-Match: with the alias's ETag");
    }
    api.aliases().remove(call.author(), call.model(), call.alias(), at, call.query("reason"));
    return new Answer.Nothing(204, Map.of());
  }

  private static Answer alias(Alias alias) {
    return new Answer.Document(
        200,
        Views.alias(alias),
        Map.of(
            "ETag",
            '"' + alias.digest().toString() + '"',
            "Slipway-Digest",
            alias.digest().toString()));
  }
}
