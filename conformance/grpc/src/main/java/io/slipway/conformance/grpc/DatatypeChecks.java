package io.slipway.conformance.grpc;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.InferAnswer;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Each datatype that the model has, in each form that it may come in. */
final class DatatypeChecks {
  private DatatypeChecks() {}

  static List<GrpcCheck> all() {
    return Arrays.stream(Datatype.values()).map(DatatypeChecks::datatype).toList();
  }

  private static GrpcCheck datatype(Datatype type) {
    String sentence =
        TypedContents.field(type)
            .map("Tensor elements may be in %s, or raw in the size of the table."::formatted)
            .orElse("There is no specific data type for it, so it must be represented as raw.");
    return new GrpcCheck(
        "grpc.datatype." + type,
        Section.GRPC_DATATYPES,
        // In no edition of the protocol, but in Triton's.
        type == Datatype.BF16 ? Level.EXTENSION : Level.REQUIRED,
        new Rule(
            Rule.Source.GRPC,
            "Tensor Data Types",
            "[The table has %s. %s]".formatted(type == Datatype.BF16 ? "no BF16" : type, sentence)),
        probe -> hasType(probe, type));
  }

  /** Inputs of the type are taken, the same in both forms, and outputs of it fit it. */
  private static void hasType(GrpcProbe probe, Datatype type) throws Deviation, NotApplicable {
    boolean taken = probe.inputs().stream().anyMatch(input -> input.type() == type);
    boolean given = probe.subject().outputs().stream().anyMatch(output -> output.type() == type);
    if (!taken && !given) {
      throw new NotApplicable("the model has no tensor of this type");
    }
    InferAnswer raw = probe.scored(InferCall.raw(probe.model(), probe.inputs()));
    requireType(probe, raw, type);
    if (TypedContents.holds(probe.inputs())) {
      InferAnswer typed = probe.scored(InferCall.typed(probe.model(), probe.inputs()));
      requireType(probe, typed, type);
      require(
          typed.sameAs(raw),
          "expected the same outputs whether %s comes in contents or raw".formatted(type));
    }
  }

  private static void requireType(GrpcProbe probe, InferAnswer answer, Datatype type)
      throws Deviation {
    for (TensorSpec spec : probe.subject().outputs()) {
      if (spec.type() == type) {
        Optional<Tensor> output = answer.output(spec.name());
        require(
            output.isPresent() && output.get().type() == type,
            "expected the output \"%s\" as %s".formatted(spec.name(), type));
      }
    }
  }
}
