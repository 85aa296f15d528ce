package io.slipway.conformance.grpc;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Outputs;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Requests that are right, and what they are answered with. */
final class InferenceChecks {
  private static final String INFERENCE = "Inference";
  private static final String PLAIN_ID = "order-17";
  private static final String ANY_ID = "caf\u00e9 \u2028 \"\\ \ud83d\ude80 17";

  private InferenceChecks() {}

  static List<GrpcCheck> all() {
    return List.of(
        required(
            "grpc.infer.scored",
            "The ModelInfer API performs inference using the specified model. Errors are indicated"
                + " by the google.rpc.Status returned for the request. The OK code indicates"
                + " success and other codes indicate failure.",
            probe -> probe.scored(probe.request())),
        required(
            "grpc.infer.contents",
            "The data contained in an input tensor can be represented in \"raw\" bytes form or in"
                + " the repeated type that matches the tensor's data type.",
            probe -> probe.scored(InferCall.typed(probe.model(), probe.typedInputs()))),
        required(
            "grpc.infer.raw-contents",
            "To use the raw representation 'raw_input_contents' must be initialized with data for"
                + " each tensor in the same order as 'inputs'. The raw data must be the flattened,"
                + " one-dimensional, row-major order of the tensor elements. [So both forms are"
                + " answered alike.]",
            probe -> probe.sameAsPlain(InferCall.raw(probe.model(), probe.inputs()))),
        required(
            "grpc.infer.one-form",
            "'raw_output_contents' must be initialized with data for each tensor in the same order"
                + " as 'outputs'. If this field is specified then InferOutputTensor::contents must"
                + " not be specified for any output tensor.",
            InferenceChecks::oneForm),
        new GrpcCheck(
            "grpc.infer.as-rest",
            Section.GRPC_INFERENCE,
            Level.RECOMMENDED,
            new Rule(
                Rule.Source.GRPC,
                "gRPC",
                "The GRPC API closely follows the concepts defined in the HTTP/REST API. [The same"
                    + " request gets the same answer.]"),
            InferenceChecks::asRest),
        required(
            "grpc.infer.model-name",
            "// The name of the model used for inference. string model_name = 1;",
            probe -> {
              Fields answer = answer(probe);
              require(
                  answer.text("model_name").equals(probe.model()),
                  "expected the model's name, found \"%s\"".formatted(answer.text("model_name")));
            }),
        required(
            "grpc.infer.model-version",
            "// The version of the model used for inference. string model_version = 2;",
            InferenceChecks::modelVersion),
        required(
            "grpc.infer.by-version",
            "// The version of the model to use for inference. If not given the server will choose"
                + " a version based on the model and internal policy. string model_version = 2;",
            InferenceChecks::byVersion),
        required(
            "grpc.infer.id-echoed",
            "// Optional identifier for the request. If specified will be returned in the"
                + " response. string id = 3;",
            probe -> idEchoed(probe, PLAIN_ID)),
        should(
            "grpc.infer.id-of-any-text",
            "// Optional identifier for the request. string id = 3; [Which may have any character"
                + " in it.]",
            probe -> idEchoed(probe, ANY_ID)),
        required(
            "grpc.infer.all-outputs",
            "// The requested output tensors for the inference. Optional, if not specified all"
                + " outputs produced by the model will be returned.",
            InferenceChecks::allOutputs),
        required(
            "grpc.infer.outputs-as-metadata",
            "// The tensor data type. string datatype = 2; // The tensor shape. A variable-size"
                + " dimension is represented by a -1 value. repeated int64 shape = 3;",
            InferenceChecks::outputsAsMetadata),
        required(
            "grpc.infer.requested-outputs",
            "// The requested output tensors for the inference. repeated"
                + " InferRequestedOutputTensor outputs = 6;",
            InferenceChecks::requestedOutputs),
        required(
            "grpc.infer.inputs-by-name",
            "// The tensor name. string name = 1; [It says which input that is, not its place.]",
            InferenceChecks::inputsByName),
        should(
            "grpc.infer.parameters",
            "Currently, no parameters are defined. A server can implement server-specific"
                + " parameters to provide non-standard capabilities. [One that a server does not"
                + " know should not keep it from scoring.]",
            InferenceChecks::parameters));
  }

  private static GrpcCheck required(String name, String sentence, GrpcCheck.Body body) {
    return check(name, Level.REQUIRED, sentence, body);
  }

  private static GrpcCheck should(String name, String sentence, GrpcCheck.Body body) {
    return check(name, Level.RECOMMENDED, sentence, body);
  }

  private static GrpcCheck check(String name, Level level, String sentence, GrpcCheck.Body body) {
    return new GrpcCheck(
        name, Section.GRPC_INFERENCE, level, new Rule(Rule.Source.GRPC, INFERENCE, sentence), body);
  }

  private static Fields answer(GrpcProbe probe) throws Deviation, NotApplicable {
    probe.plain();
    return probe.succeed("ModelInfer", probe.request());
  }

  private static void oneForm(GrpcProbe probe) throws Deviation, NotApplicable {
    probe.plain();
    Fields raw = InferCall.raw(probe.model(), probe.inputs());
    for (Fields request : List.of(probe.request(), raw)) {
      Fields answer = probe.succeed("ModelInfer", request);
      List<String> typed =
          answer.children("outputs").stream()
              .filter(InferenceChecks::hasElements)
              .map(output -> output.text("name"))
              .toList();
      require(
          answer.bytes("raw_output_contents").isEmpty() || typed.isEmpty(),
          "expected one form for all outputs, found raw_output_contents and contents of " + typed);
    }
  }

  private static boolean hasElements(Fields output) {
    return output.child("contents").message().getSerializedSize() > 0;
  }

  private static void asRest(GrpcProbe probe) throws Deviation, NotApplicable {
    InferAnswer rest = probe.rest().plain();
    probe.plain();
    require(
        probe.scored(probe.request()).sameAs(rest), "expected the outputs of REST, found others");
  }

  private static void modelVersion(GrpcProbe probe) throws Deviation, NotApplicable {
    Versions.any(probe);
    String version = answer(probe).text("model_version");
    require(
        probe.subject().versions().contains(version),
        "expected one of the versions %s, found \"%s\""
            .formatted(probe.subject().versions(), version));
  }

  private static void byVersion(GrpcProbe probe) throws Deviation, NotApplicable {
    String version = Versions.any(probe);
    probe.plain();
    Fields answer = probe.succeed("ModelInfer", probe.request().with("model_version", version));
    require(
        answer.text("model_version").equals(version),
        "expected the version asked for, found \"%s\"".formatted(answer.text("model_version")));
  }

  private static void idEchoed(GrpcProbe probe, String id) throws Deviation, NotApplicable {
    probe.plain();
    Fields answer = probe.succeed("ModelInfer", probe.request().with("id", id));
    require(answer.text("id").equals(id), "expected the request's id, found another");
  }

  private static void allOutputs(GrpcProbe probe) throws Deviation, NotApplicable {
    Outputs.requireAll(probe.subject(), probe.plain());
  }

  private static void outputsAsMetadata(GrpcProbe probe) throws Deviation, NotApplicable {
    Outputs.requireTyped(probe.subject(), probe.plain());
  }

  private static void requestedOutputs(GrpcProbe probe) throws Deviation, NotApplicable {
    for (Tensor output : probe.plain().outputs()) {
      Fields request = InferCall.outputs(probe.request(), List.of(output.name()));
      List<Tensor> found = probe.scored(request).outputs();
      require(
          found.size() == 1 && found.getFirst().sameAs(output),
          "expected the output \"%s\" alone, found %s"
              .formatted(output.name(), found.stream().map(Tensor::name).toList()));
    }
  }

  private static void inputsByName(GrpcProbe probe) throws Deviation, NotApplicable {
    if (probe.inputs().size() < 2) {
      throw new NotApplicable("the model has one input");
    }
    probe.sameAsPlain(probe.request(Tensor.turned(probe.inputs())));
  }

  private static void parameters(GrpcProbe probe) throws Deviation, NotApplicable {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("string_param", "a");
    values.put("int64_param", 15L);
    values.put("bool_param", true);
    List<Fields> ofRequest = parameters("ModelInferRequest", values);
    List<Fields> ofInput = parameters("ModelInferRequest.InferInputTensor", values);
    probe.sameAsPlain(
        InferCall.firstInput(
            probe.request().with("parameters", ofRequest),
            input -> input.with("parameters", ofInput)));
  }

  private static List<Fields> parameters(String holder, Map<String, Object> values) {
    return values.entrySet().stream()
        .map(
            value ->
                Fields.of(holder + ".ParametersEntry")
                    .with("key", "x-" + value.getKey())
                    .with(
                        "value",
                        Fields.of("InferParameter").with(value.getKey(), value.getValue())))
        .toList();
  }
}
