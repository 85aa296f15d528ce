package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Answered;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.InferBody;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;

/** The binary tensor data extension. */
final class BinaryChecks {
  static final String EXTENSION = "binary_tensor_data";
  private static final Json.Obj BINARY = Json.object().with("binary_data", Json.of(true));
  private static final Json.Obj ALL_BINARY =
      Json.object().with("binary_data_output", Json.of(true));
  private static final String MUST_FIT =
      "The binary data for a tensor is delivered in the HTTP body after the JSON object. [A request whose sizes do not"
          + " agree is the caller's fault, as any other.]";

  private BinaryChecks() {}

  static List<Check> all() {
    return List.of(
        check(
            "binary.inputs",
            "When one or more tensors are communicated as binary data, the HTTP body of the request or response will"
                + " contain the JSON inference request or response object followed by the binary tensor data in the same"
                + " order as the order of the input or output tensors are specified in the JSON.",
            probe -> probe.sameAsPlain(inBinary(probe))),
        check(
            "binary.one-input",
            "The first parameter is used in $request_input and $response_output to indicate that the input or output"
                + " tensor is communicated as binary data. [Others stay in JSON.]",
            BinaryChecks::oneInput),
        check(
            "binary.output",
            "\"binary_data\" : bool parameter that is true if the output should be returned as binary data.",
            BinaryChecks::outputs),
        check(
            "binary.all-outputs",
            "\"binary_data_output\" : bool parameter that is true if all outputs should be returned as binary data.",
            BinaryChecks::allOutputs),
        check(
            "binary.output-overrides",
            "If \"binary_data\" is specified on an output it overrides this setting.",
            BinaryChecks::overrides),
        check(
            "binary.media-type",
            "Content-Type: application/octet-stream",
            probe -> {
              probe.plain();
              Answered answered = probe.succeed(probe.infer(allBinary(probe)));
              require(
                  answered.mediaType().equals("application/octet-stream"),
                  "expected application/octet-stream, found \"" + answered.mediaType() + "\"");
            }),
        check(
            "binary.raw",
            "[In Triton's documentation, Raw Binary Request: with Inference-Header-Content-Length 0 the body is the only"
                + " input's tensor.]",
            BinaryChecks::raw),
        check("binary.truncated", MUST_FIT, probe -> wrongBody(probe, -1)),
        check("binary.too-long", MUST_FIT, probe -> wrongBody(probe, 1)),
        check("binary.size-of-another-shape", MUST_FIT, BinaryChecks::otherSize),
        check(
            "binary.header-beyond-body",
            "The Inference-Header-Content-Length header must be provided to give the length of the JSON object.",
            probe -> probe.refused(inBinary(probe).with(Sent.JSON_LENGTH, "99999999"))),
        check(
            "binary.header-no-number",
            "The Inference-Header-Content-Length header must be provided to give the length of the JSON object.",
            probe -> probe.refused(inBinary(probe).with(Sent.JSON_LENGTH, "-5"))));
  }

  private static Check check(String name, String sentence, Check.Body body) {
    return new Check(
        name,
        Section.BINARY,
        Level.EXTENSION,
        new Rule(Rule.Source.BINARY, "Binary Tensor Data Extension", sentence),
        probe -> {
          if (!probe.subject().hasExtension(EXTENSION)) {
            throw new NotApplicable("the server does not say that it has " + EXTENSION);
          }
          body.look(probe);
        });
  }

  private static Sent inBinary(Probe probe) throws NotApplicable {
    return Sent.binary(
        probe.inferPath(),
        InferBody.of(probe.inputs(), Tensor::inBinary).text(),
        InferBody.bytes(probe.inputs()));
  }

  private static Json.Obj allBinary(Probe probe) throws NotApplicable {
    return InferBody.flat(probe.inputs()).with("parameters", ALL_BINARY);
  }

  private static void oneInput(Probe probe) throws Deviation, NotApplicable {
    List<Tensor> inputs = probe.inputs();
    if (inputs.size() < 2) {
      throw new NotApplicable("the model has one input");
    }
    Tensor last = inputs.getLast();
    Json.Obj body = InferBody.of(inputs, t -> t.equals(last) ? t.inBinary() : t.flat());
    probe.sameAsPlain(Sent.binary(probe.inferPath(), body.text(), last.bytes()));
  }

  private static void outputs(Probe probe) throws Deviation, NotApplicable {
    InferAnswer plain = probe.plain();
    for (Tensor output : plain.outputs()) {
      InferAnswer answer =
          probe.scored(
              InferBody.flat(probe.inputs())
                  .with("outputs", InferBody.outputs(List.of(output.name()), BINARY)));
      require(
          answer.inBinary().contains(output.name()),
          "expected the output \"%s\" in binary".formatted(output.name()));
      require(
          answer.output(output.name()).filter(output::sameAs).isPresent(),
          "expected the output \"%s\" as it is in JSON, found another".formatted(output.name()));
    }
  }

  private static void allOutputs(Probe probe) throws Deviation, NotApplicable {
    InferAnswer plain = probe.plain();
    InferAnswer answer = probe.scored(allBinary(probe));
    require(
        answer.inBinary().size() == plain.outputs().size(),
        "expected all outputs in binary, found " + answer.inBinary());
    require(answer.sameAs(plain), "expected the outputs as they are in JSON, found others");
  }

  private static void overrides(Probe probe) throws Deviation, NotApplicable {
    InferAnswer plain = probe.plain();
    List<String> names = plain.outputs().stream().map(Tensor::name).toList();
    Json.Obj inJson = Json.object().with("binary_data", Json.of(false));
    InferAnswer answer =
        probe.scored(allBinary(probe).with("outputs", InferBody.outputs(names, inJson)));
    require(
        answer.inBinary().isEmpty(),
        "expected all outputs in JSON, found in binary " + answer.inBinary());
    require(answer.sameAs(plain), "expected the outputs of the plain request, found others");
  }

  private static void raw(Probe probe) throws Deviation, NotApplicable {
    List<TensorSpec> specs = probe.subject().inputs();
    if (specs.size() != 1
        || probe.inputs().size() != 1
        || specs.getFirst().shape().stream().filter(dimension -> dimension < 0).count() > 1) {
      throw new NotApplicable("it takes a model with one input, of one open dimension at most");
    }
    Tensor input = probe.inputs().getFirst();
    probe.sameAsPlain(Sent.binary(probe.inferPath(), "", input.bytes()));
  }

  private static void wrongBody(Probe probe, int more) throws Deviation, NotApplicable {
    Sent right = inBinary(probe);
    probe.refused(right.withBody(Arrays.copyOf(right.body(), right.body().length + more)));
  }

  /** One row less than the shape says, and the size says so. */
  private static void otherSize(Probe probe) throws Deviation, NotApplicable {
    Tensor first = probe.inputs().getFirst();
    List<Tensor> others = probe.inputs().subList(1, probe.inputs().size());
    Json.Obj short1 =
        first
            .head()
            .with(
                "parameters",
                Json.object().with("binary_data_size", Json.of(first.bytes().length - 1)));
    Json.Obj body =
        InferBody.of(probe.inputs(), tensor -> tensor.equals(first) ? short1 : tensor.inBinary());
    byte[] bytes = InferBody.bytes(others);
    byte[] cut = Arrays.copyOf(first.bytes(), first.bytes().length - 1 + bytes.length);
    System.arraycopy(bytes, 0, cut, first.bytes().length - 1, bytes.length);
    probe.refused(Sent.binary(probe.inferPath(), body.text(), cut));
  }
}
