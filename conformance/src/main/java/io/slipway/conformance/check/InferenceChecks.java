package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.InferBody;
import io.slipway.conformance.tensor.Tensor;
import java.util.List;

/** Requests that are right, and what they are answered with. */
final class InferenceChecks {
  private static final String REQUEST = "Inference Request JSON Object";
  private static final String RESPONSE = "Inference Response JSON Object";
  private static final String PLAIN_ID = "order-17";
  private static final String ANY_ID = "caf\u00e9 \u2028 \"\\ \ud83d\ude80 17";

  private InferenceChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "infer.scored",
            Level.REQUIRED,
            RESPONSE,
            "A successful inference request is indicated by a 200 HTTP status code. The inference"
                + " response object is returned in the HTTP body.",
            probe -> probe.scored(InferBody.flat(probe.inputs()))),
        check(
            "infer.is-json",
            Level.RECOMMENDED,
            "HTTP/REST",
            "The HTTP/REST API uses JSON [so Content-Type is application/json].",
            probe -> {
              probe.plain();
              MetadataChecks.isJson(probe.succeed(probe.infer(InferBody.flat(probe.inputs()))));
            }),
        check(
            "infer.model-name",
            Level.REQUIRED,
            RESPONSE,
            "\"model_name\" : The name of the model used for inference.",
            probe ->
                require(
                    Probe.text(probe.plain().document(), "model_name")
                        .equals(probe.subject().model()),
                    "expected the model's name, found another")),
        check(
            "infer.model-version",
            Level.REQUIRED,
            RESPONSE,
            "\"model_version\" : The specific model version used for inference. Inference servers"
                + " that do not implement versioning should not provide this field in the"
                + " response.",
            InferenceChecks::modelVersion),
        check(
            "infer.by-version",
            Level.REQUIRED,
            "HTTP/REST",
            "v2/models/<model_name>[/versions/<model_version>]/infer",
            InferenceChecks::byVersion),
        check(
            "infer.id-echoed",
            Level.REQUIRED,
            REQUEST,
            "\"id\" : An identifier for this request. Optional, but if specified this identifier"
                + " must be returned in the response.",
            probe -> idEchoed(probe, PLAIN_ID)),
        check(
            "infer.id-of-any-text",
            Level.RECOMMENDED,
            REQUEST,
            "\"id\" : $string [Which may have any character in it.]",
            probe -> idEchoed(probe, ANY_ID)),
        check(
            "infer.all-outputs",
            Level.REQUIRED,
            REQUEST,
            "\"outputs\" : Optional, if not specified all outputs produced by the model will be"
                + " returned using default $request_output settings.",
            InferenceChecks::allOutputs),
        check(
            "infer.outputs-as-metadata",
            Level.REQUIRED,
            "Model Metadata Response JSON Object",
            "\"datatype\" : The data-type of the tensor elements. \"shape\" : The shape of the"
                + " tensor. Variable-size dimensions are specified as -1.",
            InferenceChecks::outputsAsMetadata),
        check(
            "infer.requested-outputs",
            Level.REQUIRED,
            "Request Output",
            "The $request_output JSON is used to request which output tensors should be returned"
                + " from the model.",
            InferenceChecks::requestedOutputs),
        check(
            "infer.inputs-by-name",
            Level.REQUIRED,
            "Request Input",
            "\"name\" : The name of the input tensor. [It says which input that is, not its"
                + " place.]",
            probe -> {
              if (probe.inputs().size() < 2) {
                throw new NotApplicable("the model has one input");
              }
              probe.sameAsPlain(probe.infer(InferBody.flat(Tensor.turned(probe.inputs()))));
            }),
        check(
            "infer.keys-in-any-order",
            Level.REQUIRED,
            "Request Input",
            "$inference_request_input = { ... } [A JSON object, the members of which have no"
                + " order.]",
            probe ->
                probe.sameAsPlain(
                    probe.infer(InferBody.of(probe.inputs(), InferenceChecks::dataFirst)))),
        check(
            "infer.blanks-and-escapes",
            Level.REQUIRED,
            "HTTP/REST",
            "The HTTP/REST API uses JSON [which may be written with blanks, line ends and"
                + " escapes].",
            InferenceChecks::blanksAndEscapes));
  }

  private static Check check(
      String name, Level level, String heading, String sentence, Check.Body body) {
    return new Check(
        name, Section.INFERENCE, level, new Rule(Rule.Source.REST, heading, sentence), body);
  }

  private static void modelVersion(Probe probe) throws Deviation, NotApplicable {
    Versions.any(probe);
    String version = Probe.text(probe.plain().document(), "model_version");
    require(
        probe.subject().versions().contains(version),
        "expected one of the versions %s, found \"%s\""
            .formatted(probe.subject().versions(), version));
  }

  private static void byVersion(Probe probe) throws Deviation, NotApplicable {
    String version = Versions.any(probe);
    probe.plain();
    String path = Paths.version(probe.subject().model(), version) + "/infer";
    InferAnswer answer = probe.scored(Sent.post(path, InferBody.flat(probe.inputs()).text()));
    require(
        Probe.text(answer.document(), "model_version").equals(version),
        "expected the version asked for, found another");
  }

  private static void idEchoed(Probe probe, String id) throws Deviation, NotApplicable {
    probe.plain();
    InferAnswer answer = probe.scored(InferBody.flat(probe.inputs()).with("id", Json.of(id)));
    require(
        Probe.text(answer.document(), "id").equals(id), "expected the request's id, found another");
  }

  private static void allOutputs(Probe probe) throws Deviation, NotApplicable {
    Outputs.requireAll(probe.subject(), probe.plain());
  }

  private static void outputsAsMetadata(Probe probe) throws Deviation, NotApplicable {
    Outputs.requireTyped(probe.subject(), probe.plain());
  }

  private static void requestedOutputs(Probe probe) throws Deviation, NotApplicable {
    InferAnswer plain = probe.plain();
    for (Tensor output : plain.outputs()) {
      Json.Obj body =
          InferBody.flat(probe.inputs())
              .with("outputs", InferBody.outputs(List.of(output.name()), Json.object()));
      List<Tensor> found = probe.scored(body).outputs();
      require(
          found.size() == 1 && found.getFirst().sameAs(output),
          "expected the output \"%s\" alone, found %s"
              .formatted(output.name(), found.stream().map(Tensor::name).toList()));
    }
  }

  private static Json.Obj dataFirst(Tensor tensor) {
    Json.Obj usual = tensor.flat();
    return Json.object()
        .with("data", usual.get("data").orElseThrow())
        .with("datatype", usual.get("datatype").orElseThrow())
        .with("shape", usual.get("shape").orElseThrow())
        .with("name", usual.get("name").orElseThrow());
  }

  private static void blanksAndEscapes(Probe probe) throws Deviation, NotApplicable {
    String usual = InferBody.flat(probe.inputs()).text();
    String unusual =
        usual
            .replaceFirst("\"inputs\":", "\r\n\t \"\\\\u0069nputs\" : ")
            .replaceFirst("\"shape\":\\[", "\"shape\" :\n[ ");
    probe.sameAsPlain(Sent.post(probe.inferPath(), unusual));
  }
}
