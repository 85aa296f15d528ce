package io.slipway.conformance.grpc;

import static io.slipway.conformance.check.Probe.require;

import io.slipway.conformance.check.Deviation;
import io.slipway.conformance.check.Level;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.check.Outputs;
import io.slipway.conformance.check.Rule;
import io.slipway.conformance.check.Section;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.InferAnswer;
import java.util.Arrays;
import java.util.List;

/** Each datatype that the model has, in each form that it may come in. */
final class DatatypeChecks {
  private DatatypeChecks() {}

  static List<GrpcCheck> all() {
    return Arrays.stream(Datatype.values()).map(DatatypeChecks::datatype).toList();
  }

  private static GrpcCheck datatype(Datatype type) {
    return new GrpcCheck(
        "grpc.datatype." + type,
        Section.GRPC_DATATYPES,
        type == Datatype.BF16 ? Level.EXTENSION : Level.REQUIRED,
        new Rule(Rule.Source.GRPC, "Inference", sentence(type)),
        probe -> hasType(probe, type));
  }

  private static String sentence(Datatype type) {
    return switch (type) {
      case FP16 ->
          "Note that the FP16 data type must be represented as raw content as there is no specific"
              + " data type for a 16-bit float type.";
      case BF16 -> "[In no edition of the protocol. Raw, as Triton has it.]";
      case INT8, INT16, INT32 ->
          "Representation for INT8, INT16, and INT32 data types. repeated int32 int_contents = 2;";
      case UINT8, UINT16, UINT32 ->
          "Representation for UINT8, UINT16, and UINT32 data types. repeated uint32 uint_contents ="
              + " 4;";
      case INT64 -> "Representation for INT64 data types. repeated int64 int64_contents = 3;";
      case UINT64 -> "Representation for UINT64 data types. repeated uint64 uint64_contents = 5;";
      case BOOL -> "Representation for BOOL data type. repeated bool bool_contents = 1;";
      case FP32 -> "Representation for FP32 data type. repeated float fp32_contents = 6;";
      case FP64 -> "Representation for FP64 data type. repeated double fp64_contents = 7;";
      case BYTES -> "Representation for BYTES data type. repeated bytes bytes_contents = 8;";
    };
  }

  /** Inputs of the type are taken, the same in both forms, and outputs of it fit it. */
  private static void hasType(GrpcProbe probe, Datatype type) throws Deviation, NotApplicable {
    boolean taken = probe.inputs().stream().anyMatch(input -> input.type() == type);
    boolean given = probe.subject().outputs().stream().anyMatch(output -> output.type() == type);
    if (!taken && !given) {
      throw new NotApplicable("the model has no tensor of this type");
    }
    InferAnswer raw = probe.scored(InferCall.raw(probe.model(), probe.inputs()));
    Outputs.requireOfType(probe.subject(), raw, type);
    if (TypedContents.holds(probe.inputs())) {
      InferAnswer typed = probe.scored(InferCall.typed(probe.model(), probe.inputs()));
      Outputs.requireOfType(probe.subject(), typed, type);
      require(
          typed.sameAs(raw),
          "expected the same outputs whether %s comes in contents or raw".formatted(type));
    }
  }
}
