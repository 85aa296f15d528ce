package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.slipway.batch.lookup.Found;
import io.slipway.batch.lookup.Freshness.OnStale;
import io.slipway.batch.lookup.Lookup;
import io.slipway.batch.lookup.Question;
import io.slipway.batch.lookup.Reports;
import io.slipway.batch.lookup.Status;
import io.slipway.batch.lookup.http.Gate.Scope;
import io.slipway.batch.lookup.http.Refusal.Reason;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Predictions by key, set versions, and what these are like. */
final class PredictionRoutes {
  private static final String SET = "/v1/predictions/{set}";
  private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final int MOST_PAST = 100;
  private static final int USUAL_PAST = 10;

  private final Lookup lookup;
  private final Warehouse warehouse;
  private final Gate gate;
  private final LookupMeters meters;
  private final LookupServer.Settings settings;

  PredictionRoutes(
      Lookup lookup,
      Warehouse warehouse,
      Gate gate,
      LookupMeters meters,
      LookupServer.Settings settings) {
    this.lookup = lookup;
    this.warehouse = warehouse;
    this.gate = gate;
    this.meters = meters;
    this.settings = settings;
  }

  /**
   * In the order in which they are tried: a key that is called {@code sets} is looked up by POST.
   */
  List<Route> all() {
    return List.of(
        new Route(
            HandlerType.GET,
            SET + "/sets",
            Scope.READ,
            "The set versions that there are and were",
            "",
            "SetVersions",
            List.of(),
            this::versions),
        new Route(
            HandlerType.GET,
            SET + "/sets/{setId}/report",
            Scope.READ,
            "What a set version is like, beside the one before it",
            "",
            "Report",
            List.of(),
            this::report),
        new Route(
            HandlerType.GET,
            SET + "/{key}",
            Scope.READ,
            "The prediction of a key",
            "",
            "Prediction",
            List.of("fields", "maxAge", "If-None-Match"),
            this::one),
        new Route(
            HandlerType.GET,
            SET + "/{key}/history",
            Scope.READ,
            "What the set versions that are kept have of a key, newest first",
            "",
            "History",
            List.of("limit"),
            this::history),
        new Route(
            HandlerType.POST,
            SET + ":lookup",
            Scope.READ,
            "The predictions of many keys, all from one set version",
            "Question",
            "Predictions",
            List.of(),
            this::many),
        new Route(
            HandlerType.POST,
            SET + ":activate",
            Scope.ACTIVATE,
            "Make another set version current, if the current one is the one in If-Match",
            "Activation",
            "SetVersion",
            List.of("If-Match", "If-None-Match"),
            this::activate));
  }

  private static SetName set(Context ctx) {
    return new SetName(ctx.pathParam("set"));
  }

  private static Optional<String> query(Context ctx, String name) {
    return Optional.ofNullable(ctx.queryParam(name)).filter(text -> !text.isEmpty());
  }

  private Found find(Question question) {
    Found found =
        lookup
            .find(question)
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_FOUND,
                        "predictions/" + question.set(),
                        "nothing was published under this name",
                        "see that it is written as its BatchScoring or loader has it"));
    meters.lookedUp(found.results());
    return found;
  }

  private Reply one(Context ctx) {
    Found found =
        find(
            new Question(
                set(ctx),
                List.of(ctx.pathParam("key")),
                query(ctx, "fields").map(text -> List.of(text.split(","))).orElse(List.of()),
                query(ctx, "maxAge").map(text -> Body.duration("maxAge", text)),
                Map.of()));
    Status status = found.results().getFirst().status();
    int code =
        switch (status) {
          case NOT_FOUND -> 404;
          case STALE -> found.freshness().onStale() == OnStale.REJECT ? 410 : 200;
          case PRESENT, ERROR, COMPUTED -> 200;
        };
    // What an answer says changes when it grows old, not with the set version alone.
    String tag = "\"" + found.version().setId() + (status == Status.STALE ? "-stale\"" : "\"");
    return new Reply(code, Views.one(found), Optional.of(tag), headers(found, status));
  }

  /**
   * {@code Age} says how old the prediction is and {@code max-age} how old it may get, so that a
   * cache keeps it for the rest of that time, or for as long as a new set version may be
   * overlooked.
   */
  private Map<String, String> headers(Found found, Status status) {
    Map<String, String> headers = new LinkedHashMap<>();
    long age = found.age().toSeconds();
    headers.put("Age", Long.toString(age));
    headers.put("Slipway-Digest", found.version().run().model().digest());
    Duration left =
        found
            .freshness()
            .maxStaleness()
            .map(most -> most.minus(found.age()))
            .filter(rest -> rest.compareTo(settings.cacheAtMost()) < 0)
            .orElse(settings.cacheAtMost());
    headers.put(
        "Cache-Control",
        status == Status.STALE || status == Status.COMPUTED
            ? "no-cache"
            : (gate.isOpen() ? "public" : "private") + ", max-age=" + (age + left.toSeconds()));
    return headers;
  }

  private Reply many(Context ctx) {
    Body body = Body.read(ctx, "keys", "fields", "maxAge", "features");
    List<String> keys = body.texts("keys");
    if (keys.isEmpty() || keys.size() > settings.mostKeys()) {
      throw new Refusal(
          Reason.INVALID,
          "keys",
          "there are %d".formatted(keys.size()),
          "ask for 1 to %d at once".formatted(settings.mostKeys()));
    }
    Found found =
        find(
            new Question(
                set(ctx),
                keys,
                body.texts("fields"),
                body.duration("maxAge"),
                body.objects("features")));
    return Reply.of(200, Views.many(found));
  }

  private Reply history(Context ctx) {
    int limit =
        query(ctx, "limit")
            .map(
                text -> {
                  if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST_PAST) {
                    throw new Refusal(
                        Reason.INVALID,
                        "limit",
                        "it is no number of predictions",
                        "write one from 1 to " + MOST_PAST);
                  }
                  return Integer.parseInt(text);
                })
            .orElse(USUAL_PAST);
    String key = ctx.pathParam("key");
    ObjectNode json = Views.object().put("set", set(ctx).text()).put("key", key);
    ArrayNode history = json.putArray("history");
    warehouse
        .history(set(ctx), key, limit)
        .forEach(past -> history.add(Views.past(past, age(past.version()))));
    return Reply.of(200, json);
  }

  private Duration age(SetVersion version) {
    return Duration.between(version.run().scoredAt(), settings.clock().instant());
  }

  private Reply versions(Context ctx) {
    ObjectNode json = Views.object().put("set", set(ctx).text());
    ArrayNode sets = json.putArray("sets");
    warehouse.versions(set(ctx)).forEach(version -> sets.add(Views.version(version, age(version))));
    return Reply.of(200, json);
  }

  private Reply report(Context ctx) {
    String setId = ctx.pathParam("setId");
    return Reply.of(
        200,
        Optional.of(setId)
            .filter(text -> NUMBER.matcher(text).matches())
            .flatMap(text -> new Reports(warehouse).find(set(ctx), Long.parseLong(text)))
            .map(report -> ReportView.of(report, this::age))
            .orElseThrow(
                () ->
                    new Refusal(
                        Reason.NOT_FOUND,
                        "predictions/%s/sets/%s".formatted(set(ctx), setId),
                        "there is no set version of this number",
                        "see which there are at /v1/predictions/%s/sets".formatted(set(ctx)))));
  }

  private Reply activate(Context ctx) {
    Expected expected = expected(ctx);
    long setId = Body.read(ctx, "setId").number("setId");
    SetVersion version = warehouse.publish(set(ctx), setId, expected);
    return Reply.of(200, Views.version(version, age(version)));
  }

  private static Expected expected(Context ctx) {
    Optional<String> match = Optional.ofNullable(ctx.header("If-Match")).map(String::strip);
    if (match.isPresent()) {
      Matcher tag = TAG.matcher(match.get());
      if (!tag.matches()) {
        throw new Refusal(
            Reason.INVALID, "If-Match", "it is no ETag", "write a setId in double quotes");
      }
      return new Expected.At(Long.parseLong(tag.group(1)));
    }
    if (Optional.ofNullable(ctx.header("If-None-Match")).filter("*"::equals).isPresent()) {
      return new Expected.Nothing();
    }
    throw new Refusal(
        Reason.PRECONDITION_MISSING,
        "the request",
        "it does not say which set version is current now",
        "send If-Match: with its setId in double quotes, or If-None-Match: * when there is none");
  }
}
