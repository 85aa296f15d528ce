package io.slipway.conformance.grpc;

import static io.slipway.conformance.grpc.Refusals.WRONG;
import static io.slipway.conformance.grpc.Refusals.required;
import static io.slipway.conformance.grpc.Refusals.should;

import com.google.protobuf.ByteString;
import io.slipway.conformance.check.NotApplicable;
import io.slipway.conformance.json.Json;
import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Calls whose inputs are wrong in themselves, or do not fit their elements. */
final class WrongInputChecks {
  private static final String TYPED_SIZE =
      "The size must match what is expected by the tensor's shape.";
  private static final String RAW_SIZE =
      "For each tensor, the size of this content must match what is expected by the tensor's shape"
          + " and data type.";
  private static final String ONE_FORM =
      "If this field [raw_input_contents] is specified then InferInputTensor::contents must not be"
          + " specified for any input tensor.";

  private WrongInputChecks() {}

  static List<GrpcCheck> all() {
    List<GrpcCheck> checks = new ArrayList<>();
    checks.addAll(tensors());
    checks.addAll(contents());
    return checks;
  }

  private static List<GrpcCheck> tensors() {
    List<GrpcCheck> checks = new ArrayList<>();
    checks.addAll(
        required(
            "no-datatype",
            WRONG,
            "// The tensor data type. string datatype = 2;",
            probe -> changed(probe, input -> input.without("datatype"))));
    checks.addAll(
        required(
            "unknown-datatype",
            WRONG,
            "Tensor data types are shown in the following table.",
            probe -> changed(probe, input -> input.with("datatype", "FLOAT77"))));
    checks.addAll(
        Refusals.scoredOrRefused(
            "other-datatype",
            "// The tensor data type. string datatype = 2; [Another than the metadata say: either"
                + " converted or refused.]",
            WrongInputChecks::otherDatatype));
    checks.addAll(
        required(
            "shape-of-another-model",
            WRONG,
            "// The tensor shape. repeated int64 shape = 3; [One that the metadata rule out.]",
            probe -> {
              List<Tensor> inputs = new ArrayList<>(probe.inputs());
              inputs.set(0, probe.subject().ofAnotherShape(inputs.getFirst()));
              return probe.request(inputs);
            }));
    checks.addAll(
        required(
            "negative-shape",
            WRONG,
            "// The tensor shape. repeated int64 shape = 3; [No tensor has fewer than none of"
                + " anything.]",
            probe -> {
              long count = probe.inputs().getFirst().data().size();
              return changed(probe, input -> input.with("shape", List.of(-1L, -count)));
            }));
    checks.addAll(
        required(
            "huge-shape",
            WRONG,
            TYPED_SIZE + " [More elements than there are in any memory.]",
            probe -> {
              long most = Integer.MAX_VALUE;
              return changed(probe, input -> input.with("shape", List.of(most, most, most)));
            }));
    return checks;
  }

  /** Elements that do not fit what is said of them. */
  private static List<GrpcCheck> contents() {
    List<GrpcCheck> checks = new ArrayList<>();
    checks.addAll(
        required(
            "no-data",
            WRONG,
            "The data contained in an input tensor can be represented in \"raw\" bytes form or in"
                + " the repeated type that matches the tensor's data type. [Not in none of them.]",
            probe ->
                changed(
                    probe.request().without("raw_input_contents"),
                    input -> input.without("contents"))));
    checks.addAll(required("contents-too-short", WRONG, TYPED_SIZE, probe -> resized(probe, -1)));
    checks.addAll(required("contents-too-long", WRONG, TYPED_SIZE, probe -> resized(probe, 1)));
    checks.addAll(
        required(
            "contents-of-another-type",
            WRONG,
            "[Contents are] the repeated type that matches the tensor's data type.",
            WrongInputChecks::contentsOfAnotherType));
    checks.addAll(
        should(
            "contents-out-of-range",
            "Representation for INT8, INT16, and INT32 data types. [And for UINT8, UINT16 and"
                + " UINT32: one that the datatype does not have.]",
            WrongInputChecks::outOfRange));
    checks.addAll(required("raw-too-short", WRONG, RAW_SIZE, probe -> rawResized(probe, -1)));
    checks.addAll(required("raw-too-long", WRONG, RAW_SIZE, probe -> rawResized(probe, 1)));
    checks.addAll(
        required(
            "raw-for-more",
            WRONG,
            "'raw_input_contents' must be initialized with data for each tensor in the same order"
                + " as 'inputs'.",
            probe -> {
              List<ByteString> raw =
                  new ArrayList<>(probe.inputs().stream().map(InferCall::raw).toList());
              raw.add(raw.getFirst());
              return InferCall.raw(probe.model(), probe.inputs()).with("raw_input_contents", raw);
            }));
    checks.addAll(
        required(
            "both-forms",
            WRONG,
            ONE_FORM,
            probe ->
                InferCall.typed(probe.model(), probe.typedInputs())
                    .with(
                        "raw_input_contents",
                        probe.inputs().stream().map(InferCall::raw).toList())));
    return checks;
  }

  private static Fields changed(GrpcProbe probe, UnaryOperator<Fields> change)
      throws NotApplicable {
    return changed(probe.request(), change);
  }

  private static Fields changed(Fields request, UnaryOperator<Fields> change) {
    return InferCall.firstInput(request, change);
  }

  private static Fields otherDatatype(GrpcProbe probe) throws NotApplicable {
    Tensor usual = probe.inputs().getFirst();
    Datatype other = other(usual.type());
    List<Json> data = IntStream.range(0, usual.data().size()).mapToObj(other::sample).toList();
    List<Tensor> inputs = new ArrayList<>(probe.inputs());
    inputs.set(0, new Tensor(usual.name(), other, usual.shape(), data));
    return probe.request(inputs);
  }

  /** One whose contents are in another field. */
  private static Datatype other(Datatype type) {
    return type == Datatype.BYTES ? Datatype.INT64 : Datatype.BYTES;
  }

  private static Fields contentsOfAnotherType(GrpcProbe probe) throws NotApplicable {
    Datatype other = other(probe.typedInputs().getFirst().type());
    return changed(probe, input -> input.with("datatype", other.name()));
  }

  private static Fields resized(GrpcProbe probe, int more) throws NotApplicable {
    Tensor first = probe.typedInputs().getFirst();
    String field = TypedContents.field(first.type()).orElseThrow();
    List<Object> elements = new ArrayList<>(TypedContents.of(first).all(field));
    if (more < 0) {
      elements.removeLast();
    } else {
      elements.add(elements.getLast());
    }
    Fields contents = Fields.of("InferTensorContents").with(field, elements);
    return changed(probe, input -> input.with("contents", contents));
  }

  private static Fields rawResized(GrpcProbe probe, int more) throws NotApplicable {
    List<ByteString> raw = new ArrayList<>(probe.inputs().stream().map(InferCall::raw).toList());
    ByteString first = raw.getFirst();
    raw.set(
        0,
        more < 0
            ? first.substring(0, first.size() - 1)
            : first.concat(ByteString.copyFrom(new byte[1])));
    return InferCall.raw(probe.model(), probe.inputs()).with("raw_input_contents", raw);
  }

  private static Fields outOfRange(GrpcProbe probe) throws NotApplicable {
    Set<Datatype> narrow = Set.of(Datatype.INT8, Datatype.INT16, Datatype.UINT8, Datatype.UINT16);
    List<Fields> inputs =
        new ArrayList<>(InferCall.typed(probe.model(), probe.typedInputs()).children("inputs"));
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = probe.inputs().get(i);
      if (narrow.contains(tensor.type())) {
        String field = TypedContents.field(tensor.type()).orElseThrow();
        List<Object> elements = new ArrayList<>(TypedContents.of(tensor).all(field));
        elements.set(0, 100_000);
        Fields contents = Fields.of("InferTensorContents").with(field, elements);
        inputs.set(i, inputs.get(i).with("contents", contents));
        return probe.request().with("inputs", inputs);
      }
    }
    throw new NotApplicable("the model has no input of 8 or 16 bits");
  }
}
