package io.slipway.batch.lookup.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.lookup.Found;
import io.slipway.batch.lookup.Result;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.PastPrediction;
import io.slipway.batch.warehouse.SetVersion;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** Answers as JSON. */
final class Views {
  private Views() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** What every answer says of the set version that it is of. */
  static ObjectNode head(SetVersion version, Duration age) {
    ObjectNode json = object();
    json.put("set", version.set().text());
    json.put("setId", version.setId());
    model(json.putObject("model"), version.run().model());
    json.put("scoredAt", version.run().scoredAt().toString());
    json.put("ageSeconds", age.toSeconds());
    version.publishedAt().ifPresent(at -> json.put("publishedAt", at.toString()));
    return json;
  }

  private static void model(ObjectNode json, ModelRef model) {
    json.put("name", model.name()).put("version", model.version()).put("digest", model.digest());
  }

  static ObjectNode one(Found found) {
    ObjectNode json = head(found.version(), found.age());
    return result(json, found.results().getFirst());
  }

  static ObjectNode many(Found found) {
    ObjectNode json = head(found.version(), found.age());
    var results = json.putArray("results");
    found.results().forEach(result -> result(results.addObject(), result));
    return json;
  }

  private static ObjectNode result(ObjectNode json, Result result) {
    json.put("key", result.key());
    json.put("status", result.status().name());
    values(json.putObject("values"), result.values());
    result.note().ifPresent(note -> json.put("error", note));
    result.computedBy().ifPresent(digest -> json.put("computedBy", digest));
    return json;
  }

  static ObjectNode past(PastPrediction past, Duration age) {
    ObjectNode json = head(past.version(), age);
    json.put("key", past.prediction().key());
    values(json.putObject("values"), past.prediction().values());
    past.prediction().error().ifPresent(error -> json.put("error", error));
    return json;
  }

  static ObjectNode version(SetVersion version, Duration age) {
    ObjectNode json = head(version, age);
    json.put("state", version.state().name());
    json.put("current", version.current());
    json.put("rows", version.counts().rows());
    json.put("errors", version.counts().errors());
    json.put("runId", version.run().id());
    return json;
  }

  /** NaN and the infinities are texts, as in a model's own answers. */
  private static void values(ObjectNode json, Map<String, ?> values) {
    values.forEach(
        (name, value) -> {
          switch (value) {
            case Boolean bool -> json.put(name, bool);
            case Integer number -> json.put(name, number);
            case Long number -> json.put(name, number);
            case BigDecimal number -> json.put(name, number);
            case Float number when Float.isFinite(number) -> json.put(name, number);
            case Double number when Double.isFinite(number) -> json.put(name, number);
            case String text -> json.put(name, text);
            case Number odd -> json.put(name, odd.toString());
            default -> json.putPOJO(name, value);
          }
        });
  }

  static ObjectNode problem(Refusal refusal) {
    return object()
        .put("error", String.valueOf(refusal.getMessage()))
        .put("reason", refusal.reason().text())
        .put("object", refusal.object())
        .put("cause", refusal.why())
        .put("next", refusal.next());
  }
}
