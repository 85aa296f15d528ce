package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.auth.TokenDesk.Made;
import io.slipway.registry.blob.Scrub;
import io.slipway.registry.http.Route.Shape;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.JsonFields;
import io.slipway.registry.model.Quoted;
import io.slipway.registry.service.Cleaning.Report;
import io.slipway.registry.service.Refusal;
import io.slipway.registry.service.Scrubbing.Tampered;
import io.slipway.registry.store.AuditLog;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What those do who run the registry. */
final class AdminRoutes {
  private final Api api;

  AdminRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            HandlerType.GET,
            "/v1/storage",
            Scope.READ,
            "See how much is kept, and for what",
            Shape.answers("Storage"),
            call -> Answer.ok(Views.storage(api.storage().figures()))),
        new Route(
            HandlerType.POST,
            "/v1/storage:clean",
            Scope.ADMIN,
            "Take away what nobody needs, now",
            Shape.answers("Cleaning"),
            this::clean),
        new Route(
            HandlerType.POST,
            "/v1/storage:scrub",
            Scope.ADMIN,
            "Read all bytes, to see whether they are still the ones that were stored",
            Shape.answers("Scrub", "tampered"),
            this::scrub),
        new Route(
            HandlerType.GET,
            "/v1/audit",
            Scope.ADMIN,
            "See who wrote what",
            Shape.answers("Audit", "after", "limit"),
            this::audit),
        new Route(
            HandlerType.GET,
            "/v1/tokens",
            Scope.ADMIN,
            "List tokens",
            Shape.answers("Tokens"),
            this::tokens),
        new Route(
            HandlerType.POST,
            "/v1/tokens",
            Scope.ADMIN,
            "Make a token, which is shown this once",
            Shape.takes("NewToken", "Token").status(201),
            this::make),
        new Route(
            HandlerType.DELETE,
            "/v1/tokens/{token}",
            Scope.ADMIN,
            "Revoke a token",
            Shape.answers("").status(204),
            this::revoke));
  }

  private Answer clean(Call call) throws IOException {
    Report report = api.cleaning().run();
    return Answer.ok(
        Views.object()
            .put("unfinished", report.unfinished())
            .put("retired", report.retired())
            .put("blobs", report.blobs())
            .put("bytes", report.bytes()));
  }

  private Answer scrub(Call call) throws IOException {
    Tampered tampered =
        switch (call.query("tampered").orElse("keep")) {
          case "keep" -> Tampered.KEEP;
          case "discard" -> Tampered.DISCARD;
          default ->
              throw new InvalidException(
                  "tampered: it is neither keep nor discard; write discard to have bytes deleted that are not the ones that they are called");
        };
    Scrub.Report report = api.scrubbing().run(call.writer(), tampered);
    ObjectNode json = Views.object().put("good", report.blobs()).put("goodBytes", report.bytes());
    json.set("findings", Views.list(report.findings(), Views::finding));
    return Answer.ok(json);
  }

  private Answer audit(Call call) {
    int limit = call.limit();
    String after = call.query("after").orElse("0");
    if (!after.matches("[0-9]{1,18}")) {
      throw new InvalidException(
          "after %s: write the id of the last entry that is known".formatted(Quoted.of(after)));
    }
    List<AuditLog.Entry> entries =
        api.database().read(session -> new AuditLog(session).after(Long.parseLong(after), limit));
    ObjectNode json = Views.object();
    json.set("entries", Views.list(entries, Views::audit));
    if (!entries.isEmpty()) {
      Api.next(json, "after=" + entries.getLast().id(), entries.size(), limit);
    }
    return Answer.ok(json);
  }

  private Answer tokens(Call call) {
    ObjectNode json = Views.object();
    json.set("tokens", Views.list(api.tokens().list(), Views::token));
    return Answer.ok(json);
  }

  private Answer make(Call call) throws Refusal, IOException {
    JsonFields fields = call.fields("name", "scopes", "expiresAt");
    Made made =
        api.tokens()
            .make(
                call.writer(),
                fields.requiredText("name"),
                Scope.parse(fields.requiredText("scopes")),
                fields.text("expiresAt").map(text -> Call.time("expiresAt", text)));
    return new Answer.Document(
        201,
        Views.token(made.entry()).put("token", made.token()),
        Map.of("Cache-Control", "no-store"));
  }

  private Answer revoke(Call call) throws Refusal {
    api.tokens().revoke(call.writer(), call.part("token"));
    return new Answer.Nothing(204, Map.of());
  }
}
