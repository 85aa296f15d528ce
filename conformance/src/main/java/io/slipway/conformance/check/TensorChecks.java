package io.slipway.conformance.check;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.json.Json;
import io.slipway.conformance.server.Sent;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.InferBody;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** The order and the types of elements, and parameters beside them. */
final class TensorChecks {
  private static final String DATA = "Tensor Data";

  private TensorChecks() {}

  static List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        check(
            "data.nested",
            Section.TENSOR_DATA,
            Level.REQUIRED,
            DATA,
            "Tensor elements may be presented in their nature multi-dimensional representation, or as a flattened"
                + " one-dimensional representation.",
            TensorChecks::nested));
    checks.add(
        check(
            "data.rows-in-order",
            Section.TENSOR_DATA,
            Level.REQUIRED,
            DATA,
            "Tensor data must be presented in row-major order of the tensor elements. [So the rows of the outputs"
                + " turn with those of the inputs.]",
            TensorChecks::rowsInOrder));
    for (Datatype type : Datatype.values()) {
      checks.add(datatype(type));
    }
    checks.add(
        check(
            "parameters.empty",
            Section.PARAMETERS,
            Level.REQUIRED,
            "Parameters",
            "The $parameters JSON describes zero or more \"name\"/\"value\" pairs.",
            probe -> parameters(probe, Json.object())));
    checks.add(
        check(
            "parameters.of-each-kind",
            Section.PARAMETERS,
            Level.RECOMMENDED,
            "Parameters",
            "The \"value\" is a $string, $number, or $boolean. Currently no parameters are defined. [One that a"
                + " server does not know should not keep it from scoring.]",
            probe ->
                parameters(
                    probe,
                    Json.object()
                        .with("x-text", Json.of("a"))
                        .with("x-number", new Json.Num("1.5"))
                        .with("x-boolean", Json.of(true)))));
    return checks;
  }

  private static Check check(
      String name, Section section, Level level, String heading, String sentence, Check.Body body) {
    return new Check(
        name, section, level, new Rule(Rule.Source.REQUIRED_API, heading, sentence), body);
  }

  /** Each type that the model has; BF16 is in no edition of the protocol, but in Triton's. */
  private static Check datatype(Datatype type) {
    String sentence =
        type == Datatype.BF16
            ? "All tensor data types are representable as binary data in the native size of the data type. [BF16 is"
                + " Triton's own.]"
            : "[The table has %s; elements in JSON are integers, floating-point numbers, strings or booleans.]"
                .formatted(type);
    Rule rule =
        type == Datatype.BF16
            ? new Rule(Rule.Source.BINARY, "Binary Tensor Data Extension", sentence)
            : new Rule(Rule.Source.REQUIRED_API, "Tensor Data Types", sentence);
    return new Check(
        "datatype." + type,
        Section.DATATYPES,
        type == Datatype.BF16 ? Level.EXTENSION : Level.REQUIRED,
        rule,
        probe -> hasType(probe, type));
  }

  /** Inputs of the type are taken, the same in JSON and in binary, and outputs fit it. */
  private static void hasType(Probe probe, Datatype type) throws Deviation, NotApplicable {
    boolean taken = probe.inputs().stream().anyMatch(input -> input.type() == type);
    boolean given = probe.subject().outputs().stream().anyMatch(output -> output.type() == type);
    if (!taken && !given) {
      throw new NotApplicable("the model has no tensor of this type");
    }
    InferAnswer answer = probe.scored(InferBody.flat(probe.inputs()));
    Outputs.requireOfType(probe.subject(), answer, type);
    if (taken && probe.subject().hasExtension(BinaryChecks.EXTENSION)) {
      List<Tensor> inputs = probe.inputs();
      Json.Obj body = InferBody.of(inputs, t -> t.type() == type ? t.inBinary() : t.flat());
      byte[] bytes = InferBody.bytes(inputs.stream().filter(t -> t.type() == type).toList());
      require(
          probe.scored(Sent.binary(probe.inferPath(), body.text(), bytes)).sameAs(answer),
          "expected the same outputs whether %s comes in JSON or in binary".formatted(type));
    }
  }

  private static void nested(Probe probe) throws Deviation, NotApplicable {
    if (probe.inputs().stream().allMatch(input -> input.shape().size() < 2)) {
      throw new NotApplicable("the model has no input of two dimensions or more");
    }
    probe.sameAsPlain(probe.infer(InferBody.of(probe.inputs(), Tensor::nested)));
  }

  private static void rowsInOrder(Probe probe) throws Deviation, NotApplicable {
    List<Tensor> inputs = probe.inputs();
    long rows = inputs.getFirst().rows();
    for (Tensor input : inputs) {
      boolean open = probe.subject().input(input.name()).map(TensorSpec::hasRows).orElse(rows > 1);
      if (!open || input.rows() != rows) {
        throw new NotApplicable("the inputs of the model are not rows");
      }
    }
    InferAnswer plain = probe.plain();
    if (inputs.stream().noneMatch(Tensor::hasDifferentRows)
        || plain.outputs().stream().noneMatch(Tensor::hasDifferentRows)) {
      throw new NotApplicable("all rows of the request, or of its answer, are the same");
    }
    if (plain.outputs().stream().anyMatch(output -> output.rows() != rows)) {
      throw new NotApplicable("the outputs of the model are not rows");
    }
    InferAnswer turned =
        probe.scored(InferBody.flat(inputs.stream().map(Tensor::reversed).toList()));
    for (Tensor output : plain.outputs()) {
      require(
          turned.output(output.name()).filter(output.reversed()::sameAs).isPresent(),
          "expected the rows of \"%s\" turned as the inputs are".formatted(output.name()));
    }
  }

  private static void parameters(Probe probe, Json.Obj parameters) throws Deviation, NotApplicable {
    InferAnswer plain = probe.plain();
    List<String> outputs = plain.outputs().stream().map(Tensor::name).toList();
    Json.Obj body =
        InferBody.of(probe.inputs(), t -> t.flat().with("parameters", parameters))
            .with("parameters", parameters)
            .with(
                "outputs",
                new Json.Arr(
                    outputs.stream()
                        .map(
                            name ->
                                (Json)
                                    Json.object()
                                        .with("name", Json.of(name))
                                        .with("parameters", parameters))
                        .toList()));
    probe.sameAsPlain(probe.infer(body));
  }
}
