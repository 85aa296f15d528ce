package io.slipway.conformance.check;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Answered;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.InferBody;
import io.slipway.conformance.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Requests that are wrong: all must be the caller's fault, in JSON. */
final class ErrorChecks {
  private static final String MUST_FAIL =
      "A failed inference request must be indicated by an HTTP error status (typically 400). The"
          + " HTTP body must contain the $inference_error_response object: { \"error\": <error"
          + " message string> } [That the client is at fault is said by a status from 400 to 499:"
          + " RFC 9110, 15.5.]";
  private static final int DEEP = 5000;

  private ErrorChecks() {}

  static List<Check> all() {
    return List.of(
        check("error.malformed-json", "", probe -> raw(probe, "{\"inputs\": [{\"name\": ")),
        check("error.trailing-text", "", probe -> raw(probe, plain(probe) + "x")),
        check("error.empty-body", "", probe -> raw(probe, "")),
        check("error.not-an-object", "", probe -> raw(probe, "[" + plain(probe) + "]")),
        check("error.no-inputs", "", probe -> raw(probe, "{}")),
        check(
            "error.empty-inputs",
            "",
            probe -> raw(probe, Json.object().with("inputs", Json.array()).text())),
        should("error.not-utf8", "[JSON is UTF-8.]", ErrorChecks::notUtf8),
        check("error.nested-too-deep", "", probe -> raw(probe, deep())),
        check("error.missing-input", "", ErrorChecks::missingInput),
        check(
            "error.no-name",
            "",
            probe -> raw(probe, changed(probe, input -> input.without("name")))),
        check(
            "error.no-datatype",
            "",
            probe -> raw(probe, changed(probe, input -> input.without("datatype")))),
        check(
            "error.no-shape",
            "",
            probe -> raw(probe, changed(probe, input -> input.without("shape")))),
        check(
            "error.no-data",
            "",
            probe -> raw(probe, changed(probe, input -> input.without("data")))),
        should(
            "error.unknown-input",
            "[A name that the model does not have.]",
            probe -> raw(probe, changed(probe, i -> i.with("name", Json.of(Versions.UNKNOWN))))),
        check(
            "error.shape-and-data-differ",
            "[Fewer elements than the shape says.]",
            probe -> raw(probe, changed(probe, ErrorChecks::oneLess))),
        check(
            "error.shape-of-another-model",
            "[A shape that the metadata rule out.]",
            ErrorChecks::otherShape),
        check(
            "error.negative-shape",
            "\"shape\" : Each dimension must be an integer representable as an unsigned 64-bit"
                + " integer value.",
            probe -> raw(probe, changed(probe, ErrorChecks::negative))),
        check(
            "error.shape-of-text",
            "\"shape\" : [ $number, ... ]",
            probe -> raw(probe, changed(probe, i -> i.with("shape", Json.array(Json.of("2")))))),
        check(
            "error.huge-shape",
            "[More elements than there are in any memory.]",
            probe -> raw(probe, changed(probe, ErrorChecks::huge))),
        check(
            "error.unknown-datatype",
            "\"datatype\" : The data-type of the input tensor elements as defined in Tensor Data"
                + " Types.",
            probe -> raw(probe, changed(probe, i -> i.with("datatype", Json.of("FLOAT77"))))),
        check(
            "error.other-datatype",
            "[Either converted or refused.]",
            probe -> probe.scoredOrRefused(post(probe, changed(probe, ErrorChecks::otherType)))),
        check(
            "error.element-of-wrong-type",
            "The server can decide to coerce each element to the required type or return an error"
                + " if an unexpected value is received. [An object cannot be coerced.]",
            probe -> raw(probe, changed(probe, i -> element(i, Json.object())))),
        check("error.text-for-number", "[Text that is no number.]", ErrorChecks::textForNumber),
        check(
            "error.ragged-data",
            "[An array beside elements: neither flat nor nested. Either flattened or refused.]",
            probe -> probe.scoredOrRefused(post(probe, changed(probe, ErrorChecks::ragged)))),
        should(
            "error.unknown-output",
            "[An output that the model does not have.]",
            probe ->
                raw(
                    probe,
                    InferBody.flat(probe.inputs())
                        .with(
                            "outputs", InferBody.outputs(List.of(Versions.UNKNOWN), Json.object()))
                        .text())),
        check(
            "error.unknown-model",
            "",
            probe ->
                probe.refused(Sent.post(Paths.model(Versions.UNKNOWN) + "/infer", plain(probe)))),
        check(
            "error.unknown-version",
            "",
            probe ->
                probe.refusedVersion(
                    Sent.post(
                        Paths.version(probe.subject().model(), Versions.UNKNOWN) + "/infer",
                        plain(probe)))),
        should(
            "error.get-infer",
            "[Inference is a POST.]",
            probe -> probe.refused(Sent.get(probe.inferPath()))),
        should("error.large-body", "[Either scored or refused.]", ErrorChecks::large),
        check(
            "error.still-scores",
            "[None of the wrong requests keeps the server from scoring the right one.]",
            probe -> probe.scored(InferBody.flat(probe.inputs()))));
  }

  private static Check check(String name, String remark, Check.Body body) {
    return check(name, Level.REQUIRED, remark, body);
  }

  private static Check should(String name, String remark, Check.Body body) {
    return check(name, Level.RECOMMENDED, remark, body);
  }

  private static Check check(String name, Level level, String remark, Check.Body body) {
    String sentence = remark.isEmpty() ? MUST_FAIL : MUST_FAIL + " " + remark;
    return new Check(
        name,
        Section.ERRORS,
        level,
        new Rule(Rule.Source.REQUIRED_API, "Inference Response JSON Error Object", sentence),
        body);
  }

  private static Sent post(Probe probe, String body) {
    return Sent.post(probe.inferPath(), body);
  }

  private static void raw(Probe probe, String body) throws Deviation {
    probe.refused(post(probe, body));
  }

  private static String plain(Probe probe) throws NotApplicable {
    return InferBody.flat(probe.inputs()).text();
  }

  /** The plain request with another first input. */
  private static String changed(Probe probe, UnaryOperator<Json.Obj> change) throws NotApplicable {
    List<Json> inputs = new ArrayList<>();
    for (Tensor input : probe.inputs()) {
      inputs.add(inputs.isEmpty() ? change.apply(input.flat()) : input.flat());
    }
    return Json.object().with("inputs", new Json.Arr(inputs)).text();
  }

  private static void notUtf8(Probe probe) throws Deviation, NotApplicable {
    Json.Obj named = InferBody.flat(probe.inputs()).with("id", Json.of("@"));
    byte[] body = named.text().getBytes(StandardCharsets.UTF_8);
    byte[] wrong = body.clone();
    wrong[named.text().indexOf('@')] = (byte) 0xff;
    probe.refused(post(probe, "{}").withBody(wrong));
  }

  private static String deep() {
    return "{\"inputs\": " + "[".repeat(DEEP) + "]".repeat(DEEP) + "}";
  }

  private static void missingInput(Probe probe) throws Deviation, NotApplicable {
    List<Tensor> inputs = probe.inputs();
    if (inputs.size() < 2) {
      throw new NotApplicable("the model has one input");
    }
    Sent sent = post(probe, InferBody.flat(inputs.subList(1, inputs.size())).text());
    Answered answered = probe.send(sent);
    if (answered.status() == 200) {
      Probe.array(Probe.object(answered), "outputs");
      throw new NotApplicable("the model scores without it: metadata cannot say what is optional");
    }
    probe.refused(sent);
  }

  private static Json.Obj oneLess(Json.Obj input) {
    List<Json> data = elements(input);
    return input.with("data", new Json.Arr(data.subList(0, data.size() - 1)));
  }

  private static List<Json> elements(Json.Obj input) {
    return input.get("data").orElse(Json.array()) instanceof Json.Arr array
        ? array.elements()
        : List.of();
  }

  private static void otherShape(Probe probe) throws Deviation, NotApplicable {
    Tensor other = probe.subject().ofAnotherShape(probe.inputs().getFirst());
    raw(probe, changed(probe, usual -> other.flat()));
  }

  private static Json.Obj negative(Json.Obj input) {
    return input.with("shape", Json.array(Json.of(-1), Json.of(-elements(input).size())));
  }

  private static Json.Obj huge(Json.Obj input) {
    Json most = Json.of(Integer.MAX_VALUE);
    return input.with("shape", Json.array(most, most, most));
  }

  private static Json.Obj otherType(Json.Obj input) {
    boolean text = input.get("datatype").orElse(Json.NULL).equals(Json.of("BYTES"));
    return input.with("datatype", Json.of(text ? "INT64" : "BYTES"));
  }

  private static Json.Obj element(Json.Obj input, Json element) {
    List<Json> data = new ArrayList<>(elements(input));
    data.set(0, element);
    return input.with("data", new Json.Arr(data));
  }

  private static void textForNumber(Probe probe) throws Deviation, NotApplicable {
    if (probe.inputs().getFirst().type().kind() == Datatype.Kind.TEXT) {
      throw new NotApplicable("the model's first input is text");
    }
    raw(probe, changed(probe, input -> element(input, Json.of("no number"))));
  }

  private static Json.Obj ragged(Json.Obj input) {
    List<Json> data = elements(input);
    return element(input, Json.array(data.getFirst()));
  }

  private static void large(Probe probe) throws Deviation, NotApplicable {
    byte[] body = plain(probe).getBytes(StandardCharsets.UTF_8);
    byte[] large = Arrays.copyOf(body, Math.max(body.length, probe.subject().largeBytes()));
    Arrays.fill(large, body.length, large.length, (byte) ' ');
    Answered plain = probe.send(post(probe, plain(probe)));
    if (plain.status() != 200) {
      throw new NotApplicable("infer.scored fails");
    }
    probe.scoredOrRefused(post(probe, "{}").withBody(large));
  }
}
