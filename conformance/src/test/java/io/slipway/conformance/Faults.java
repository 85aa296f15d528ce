package io.slipway.conformance;

import io.slipway.conformance.ScriptedServer.Reply;
import io.slipway.conformance.ScriptedServer.Request;
import io.slipway.conformance.ScriptedServer.Script;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.json.JsonException;
import io.slipway.conformance.json.JsonReader;
import io.slipway.conformance.tensor.Datatype;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** For each check what a server may do wrong that it is there to find. */
final class Faults {
  /** Does as the honest server does, but for one thing. */
  @FunctionalInterface
  interface Fault {
    Reply answer(Request request, Script honest);
  }

  private static final Json UNKNOWN = Json.of("another");
  private final Map<String, List<Fault>> faults = new LinkedHashMap<>();

  private Faults() {}

  /** The faults by the names of the checks. */
  static Map<String, List<Fault>> all() {
    Faults faults = new Faults();
    faults.health();
    faults.metadata();
    faults.inference();
    faults.tensors();
    faults.errors();
    faults.binary();
    faults.extensions();
    return faults.faults;
  }

  private void add(String check, Fault... some) {
    faults.put(check, List.of(some));
  }

  private void health() {
    add("health.live", status("/health/live", 503));
    add("health.live-body", document("/health/live", o -> o.with("live", Json.of("yes"))));
    add("health.ready", status("/health/ready", 503));
    add("health.ready-body", document("/health/ready", o -> o.with("ready", Json.of(false))));
    add("health.model-ready", status("/ready", 404));
    add(
        "health.model-ready-body",
        document("/ready", o -> o.with("name", UNKNOWN)),
        document("/ready", o -> o.without("ready")));
    add("health.version-ready", status("/versions/1/ready", 404));
    add(
        "health.unknown-model-not-ready",
        (request, honest) ->
            request.path().endsWith("/ready")
                ? HonestScript.json(200, Json.object().with("ready", Json.of(true)))
                : honest.answer(request),
        status("/ready", 500));
  }

  private void metadata() {
    add(
        "server.metadata",
        document("/v2", o -> o.without("version")),
        document("/v2", o -> o.with("extensions", Json.array(Json.of(1)))));
    add("server.metadata-is-json", type("/v2"));
    add("model.name", metadata(o -> o.with("name", UNKNOWN)));
    add("model.platform", metadata(o -> o.without("platform")));
    add("model.platform-format", metadata(o -> o.with("platform", Json.of("sklearn"))));
    for (String key : List.of("inputs", "outputs")) {
      add(
          "model." + key,
          metadata(o -> o.with(key, Json.array())),
          metadata(o -> o.without(key)),
          metadata(o -> first(o, key, tensor -> tensor.with("datatype", Json.of("float")))),
          metadata(o -> first(o, key, tensor -> tensor.without("shape"))));
    }
    add(
        "model.versions",
        metadata(o -> o.with("versions", Json.NULL)),
        metadata(o -> o.with("versions", Json.array(Json.of("2")))));
    add("model.metadata-is-json", type("/v2/models/" + HonestScript.ALL));
    add("model.unknown", refusals(status -> 200), refusals(status -> 500), withoutError());
    add("model.unknown-version", refusals(status -> 200), withoutError());
  }

  private void inference() {
    add("infer.scored", status("/infer", 500), answer(o -> o.without("outputs")));
    add("infer.is-json", type("/infer"));
    add("infer.model-name", answer(o -> o.with("model_name", UNKNOWN)));
    add(
        "infer.model-version",
        answer(o -> o.with("model_version", UNKNOWN)),
        answer(o -> o.without("model_version")));
    add("infer.by-version", status("/versions/1/infer", 404));
    add("infer.id-echoed", answer(o -> o.with("id", UNKNOWN)), answer(o -> o.without("id")));
    add("infer.id-of-any-text", refusing(body -> body.contains("caf\u00e9")));
    add("infer.all-outputs", answer(Faults::withoutLastOutput));
    add(
        "infer.outputs-as-metadata",
        metadata(o -> first(o, "outputs", t -> t.with("datatype", Json.of("BYTES")))),
        metadata(o -> first(o, "outputs", t -> t.with("shape", Json.array(Json.of(77))))));
    add("infer.requested-outputs", request(o -> o.without("outputs")));
    add("infer.inputs-by-name", request(Faults::namedByPlace));
    add("infer.keys-in-any-order", refusing(body -> body.contains("[{\"data\"")));
    add("infer.blanks-and-escapes", refusing(body -> body.contains("\\u0069")));
  }

  private void tensors() {
    add("data.nested", refusing(body -> body.contains("[[")));
    add("data.rows-in-order", inAFixedOrder());
    for (Datatype type : Datatype.values()) {
      String binary = "\"datatype\":\"" + type + "\",\"parameters\":{\"binary_data_size\"";
      add("datatype." + type, refusing(body -> body.contains(binary)));
    }
    add("parameters.empty", refusing(body -> body.contains("\"parameters\":{}")));
    add("parameters.of-each-kind", refusing(body -> body.contains("x-number")));
  }

  private void errors() {
    for (String wrong :
        List.of(
            "malformed-json",
            "trailing-text",
            "empty-body",
            "not-an-object",
            "no-inputs",
            "empty-inputs",
            "not-utf8",
            "nested-too-deep",
            "missing-input",
            "no-name",
            "no-datatype",
            "no-shape",
            "no-data",
            "unknown-input",
            "shape-and-data-differ",
            "shape-of-another-model",
            "negative-shape",
            "shape-of-text",
            "huge-shape",
            "unknown-datatype",
            "other-datatype",
            "element-of-wrong-type",
            "text-for-number",
            "unknown-output",
            "unknown-model",
            "unknown-version",
            "get-infer",
            "large-body")) {
      add("error." + wrong, refusals(status -> 500), refusals(status -> 200), withoutError());
    }
    add("error.ragged-data", failingOnNested());
    add("error.still-scores", brokenByAWrongRequest());
  }

  private void binary() {
    add("binary.inputs", backwards());
    add(
        "binary.one-input",
        refusing(body -> body.contains("\"data\"") && body.contains("binary_data_size")));
    add("binary.output", request(o -> o.without("outputs")), lastByteFlipped());
    add("binary.all-outputs", request(o -> o.without("parameters")), lastByteFlipped());
    add("binary.output-overrides", request(o -> o.without("outputs")));
    add("binary.media-type", type("/infer"));
    add(
        "binary.raw",
        (request, honest) -> {
          Reply reply = honest.answer(request);
          return request.jsonLength().filter("0"::equals).isPresent()
              ? reply.withStatus(400)
              : reply;
        });
    for (String wrong :
        List.of(
            "truncated",
            "too-long",
            "size-of-another-shape",
            "header-beyond-body",
            "header-no-number")) {
      add("binary." + wrong, refusals(status -> 500), withoutError());
    }
  }

  private void extensions() {
    add(
        "repository.index",
        (request, honest) ->
            request.path().endsWith("/index")
                ? HonestScript.json(200, Json.object())
                : honest.answer(request));
    add(
        "repository.index-ready",
        (request, honest) ->
            text(request).contains("true") && request.path().endsWith("/index")
                ? HonestScript.json(200, Json.array())
                : honest.answer(request));
    add("repository.index-malformed", refusals(status -> 200), withoutError());
    add(
        "statistics.model",
        document("/stats", o -> o.with("model_stats", Json.array())),
        document("/stats", o -> first(o, "model_stats", m -> m.without("inference_count"))));
    add("statistics.all-models", status("/v2/models/stats", 404));
    add("statistics.by-version", status("/versions/1/stats", 404));
    add("statistics.counted", frozen());
    add("statistics.unknown-model", refusals(status -> 200), withoutError());
  }

  private static String text(Request request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  private static Json.Obj object(byte[] body) {
    try {
      return JsonReader.read(body) instanceof Json.Obj object ? object : Json.object();
    } catch (JsonException e) {
      return Json.object();
    }
  }

  /** Another status on paths that end so. */
  private static Fault status(String end, int status) {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return request.path().endsWith(end) ? reply.withStatus(status) : reply;
    };
  }

  /** Another media type on paths that end so. */
  private static Fault type(String end) {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return request.path().endsWith(end) ? reply.withMediaType("text/plain") : reply;
    };
  }

  /** Another document on paths that end so. */
  private static Fault document(String end, UnaryOperator<Json.Obj> change) {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return request.path().endsWith(end) && reply.status() == 200
          ? HonestScript.json(200, change.apply(object(reply.body())))
          : reply;
    };
  }

  private static Fault metadata(UnaryOperator<Json.Obj> change) {
    return document("/v2/models/" + HonestScript.ALL, change);
  }

  private static Fault answer(UnaryOperator<Json.Obj> change) {
    return document("/infer", change);
  }

  /** Answers another request than was sent. */
  private static Fault request(UnaryOperator<Json.Obj> change) {
    return (request, honest) ->
        honest.answer(
            request.path().endsWith("/infer")
                ? request.withBody(
                    change.apply(object(request.body())).text().getBytes(StandardCharsets.UTF_8))
                : request);
  }

  /** Refuses infer requests that are right. */
  private static Fault refusing(Predicate<String> some) {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return some.test(text(request)) ? reply.withStatus(400) : reply;
    };
  }

  /** Another status for refusals, in the right form. */
  private static Fault refusals(UnaryOperator<Integer> status) {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return reply.status() >= 400 ? reply.withStatus(status.apply(reply.status())) : reply;
    };
  }

  /** Refusals as the web framework has them. */
  private static Fault withoutError() {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return reply.status() >= 400
          ? HonestScript.json(
              reply.status(), Json.object().with("detail", Json.of("no such thing")))
          : reply;
    };
  }

  private static Json.Obj first(Json.Obj object, String key, UnaryOperator<Json.Obj> change) {
    List<Json> elements = new ArrayList<>(((Json.Arr) object.get(key).orElseThrow()).elements());
    elements.set(0, change.apply((Json.Obj) elements.getFirst()));
    return object.with(key, new Json.Arr(elements));
  }

  private static Json.Obj withoutLastOutput(Json.Obj answer) {
    List<Json> outputs = ((Json.Arr) answer.get("outputs").orElseThrow()).elements();
    return answer.with("outputs", new Json.Arr(outputs.subList(0, outputs.size() - 1)));
  }

  /** The first input is c-BOOL, whatever it says it is, and so on. */
  private static Json.Obj namedByPlace(Json.Obj request) {
    Iterator<String> names =
        Stream.concat(Stream.of(Datatype.values()).map(type -> "c-" + type), Stream.of("m"))
            .iterator();
    List<Json> named = new ArrayList<>();
    for (Json input : ((Json.Arr) request.get("inputs").orElse(Json.array())).elements()) {
      named.add(((Json.Obj) input).with("name", Json.of(names.next())));
    }
    return request.with("inputs", new Json.Arr(named));
  }

  /** Gives the rows of the first answer, whatever order they are asked for in. */
  private static Fault inAFixedOrder() {
    return answeringOnce("/infer");
  }

  /** Falls over what is nested. */
  private static Fault failingOnNested() {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return text(request).contains("[[") ? reply.withStatus(500) : reply;
    };
  }

  /** Falls over one wrong request for good. */
  private static Fault brokenByAWrongRequest() {
    AtomicBoolean broken = new AtomicBoolean();
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      broken.compareAndSet(false, reply.status() == 400);
      return broken.get() ? reply.withStatus(500) : reply;
    };
  }

  /** Reads the binary part from its end. */
  private static Fault backwards() {
    return (request, honest) -> {
      if (request.jsonLength().isEmpty()) {
        return honest.answer(request);
      }
      int head = Integer.parseInt(request.jsonLength().get());
      List<Byte> bytes = new ArrayList<>();
      for (int i = head; i < request.body().length; i++) {
        bytes.add(request.body()[i]);
      }
      Collections.reverse(bytes);
      byte[] body = request.body().clone();
      for (int i = 0; i < bytes.size(); i++) {
        body[head + i] = bytes.get(i);
      }
      return honest.answer(request.withBody(body));
    };
  }

  private static Fault lastByteFlipped() {
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      if (reply.jsonLength().isEmpty()) {
        return reply;
      }
      byte[] body = reply.body().clone();
      body[body.length - 1] ^= 0x40;
      return new Reply(reply.status(), reply.mediaType(), reply.jsonLength(), body);
    };
  }

  /** Statistics that never change. */
  private static Fault frozen() {
    return answeringOnce("/stats");
  }

  /** The first answer for paths that end so, again and again. */
  private static Fault answeringOnce(String end) {
    AtomicReference<Optional<Reply>> first = new AtomicReference<>(Optional.empty());
    return (request, honest) -> {
      Reply reply = honest.answer(request);
      return request.path().endsWith(end)
          ? first.updateAndGet(known -> known.or(() -> Optional.of(reply))).orElseThrow()
          : reply;
    };
  }
}
