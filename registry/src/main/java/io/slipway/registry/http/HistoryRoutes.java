package io.slipway.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HandlerType;
import io.slipway.registry.auth.Scope;
import io.slipway.registry.http.Route.Shape;
import io.slipway.registry.model.DeploymentEvent;
import io.slipway.registry.model.DeploymentEvent.Phase;
import io.slipway.registry.model.DeploymentEvent.Place;
import io.slipway.registry.model.DeploymentEvent.Track;
import io.slipway.registry.model.InvalidException;
import io.slipway.registry.model.JsonFields;
import io.slipway.registry.model.Quoted;
import io.slipway.registry.model.VersionNumber;
import io.slipway.registry.model.VersionRef;
import io.slipway.registry.service.Deployments.Told;
import io.slipway.registry.service.History.Kind;
import io.slipway.registry.service.History.Snapshot;
import io.slipway.registry.service.History.Timeline;
import io.slipway.registry.service.History.Wanted;
import io.slipway.registry.service.Refusal;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What was, what happened, and what is deployed. */
final class HistoryRoutes {
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private static final List<String> OF_A_SPAN = List.of("from", "to", "type", "version");

  private final Api api;

  HistoryRoutes(Api api) {
    this.api = api;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            HandlerType.GET,
            "/v1/models/{model}/history",
            Scope.READ,
            "See where aliases pointed and what served at a time, or what happened between two",
            Shape.answers("History", "at", "from", "to", "type", "version", "limit"),
            this::history),
        new Route(
            HandlerType.POST,
            "/v1/models/{model}/deployments",
            Scope.REPORT,
            "Tell that something began or ceased to use a version",
            Shape.takes("Deployment", "DeploymentEvent").status(201).with("Idempotency-Key"),
            this::told));
  }

  private Answer history(Call call) throws Refusal {
    if (call.query("at").isPresent()) {
      if (OF_A_SPAN.stream().anyMatch(name -> call.query(name).isPresent())) {
        throw new InvalidException(
            "the query: it has both at and from, to, type or version; write at for a time, or the others for what happened between two");
      }
      return Answer.ok(snapshot(at(call)));
    }
    int limit = call.limit();
    Wanted wanted =
        new Wanted(
            call.query("type").map(HistoryRoutes::kind).orElse(EnumSet.allOf(Kind.class)),
            call.query("version").map(VersionNumber::parse),
            call.time("from").orElse(FIRST),
            call.time("to").orElse(LAST));
    return Answer.ok(timeline(api.history().between(call.model(), wanted, limit), limit));
  }

  private Snapshot at(Call call) throws Refusal {
    return call.query("at").filter("now"::equals).isPresent()
        ? api.history().now(call.model())
        : api.history().at(call.model(), call.time("at").orElseThrow());
  }

  private static Set<Kind> kind(String type) {
    return switch (type) {
      case "alias" -> EnumSet.of(Kind.ALIAS);
      case "deployment" -> EnumSet.of(Kind.DEPLOYMENT);
      default ->
          throw new InvalidException(
              "type %s: nothing of this kind is kept; write alias or deployment"
                  .formatted(Quoted.of(type)));
    };
  }

  private static ObjectNode snapshot(Snapshot snapshot) {
    ObjectNode json =
        Views.object().put("model", snapshot.model().value()).put("at", snapshot.at().toString());
    json.set("aliases", Views.list(snapshot.aliases(), Views::alias));
    json.set("serving", Views.list(snapshot.serving(), Views::deployment));
    return json;
  }

  private record Event(Instant at, ObjectNode json) {}

  private static ObjectNode timeline(Timeline timeline, int limit) {
    List<Event> events = new ArrayList<>();
    timeline
        .aliases()
        .forEach(event -> events.add(new Event(event.moved().at(), Views.aliasEvent(event))));
    timeline
        .deployments()
        .forEach(event -> events.add(new Event(event.at(), Views.deployment(event))));
    // Stable: events of one kind at one time stay in their own order.
    events.sort(Comparator.comparing(Event::at).reversed());
    ObjectNode json = Views.object().put("model", timeline.model().value());
    ArrayNode list = json.putArray("events");
    events.stream().limit(limit).forEach(event -> list.add(event.json()));
    json.put("complete", events.size() < limit);
    return json;
  }

  private Answer told(Call call) throws Refusal, IOException {
    JsonFields fields =
        call.fields(
            "version", "cluster", "namespace", "name", "uid", "track", "phase", "at", "reason");
    Place place =
        new Place(
            fields.text("cluster").orElse(""),
            fields.requiredText("namespace"),
            fields.requiredText("name"),
            fields.requiredText("uid"),
            Track.parse(fields.requiredText("track")));
    VersionRef version =
        fields
            .node("version")
            .map(node -> VersionRef.parse(node.asText()))
            .orElseThrow(() -> fields.missing("version"));
    DeploymentEvent event =
        api.deployments()
            .record(
                call.author(),
                call.model(),
                new Told(
                    version,
                    place,
                    Phase.parse(fields.requiredText("phase")),
                    fields.text("at").map(text -> Call.time("at", text)),
                    fields.text("reason")));
    return new Answer.Document(201, Views.deployment(event));
  }
}
