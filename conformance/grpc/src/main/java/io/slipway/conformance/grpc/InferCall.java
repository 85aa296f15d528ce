package io.slipway.conformance.grpc;

import com.google.protobuf.ByteString;
import io.slipway.conformance.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The messages of infer requests. */
final class InferCall {
  private InferCall() {}

  /** The elements of all inputs in {@code contents}. */
  static Fields typed(String model, List<Tensor> inputs) {
    return request(
        model, inputs.stream().map(t -> head(t).with("contents", TypedContents.of(t))).toList());
  }

  /** The elements of all inputs in {@code raw_input_contents}. */
  static Fields raw(String model, List<Tensor> inputs) {
    return request(model, inputs.stream().map(InferCall::head).toList())
        .with("raw_input_contents", inputs.stream().map(InferCall::raw).toList());
  }

  static ByteString raw(Tensor tensor) {
    return ByteString.copyFrom(tensor.bytes());
  }

  private static Fields request(String model, List<Fields> inputs) {
    return Fields.of("ModelInferRequest").with("model_name", model).with("inputs", inputs);
  }

  /** An input without its elements. */
  private static Fields head(Tensor tensor) {
    return Fields.of("ModelInferRequest.InferInputTensor")
        .with("name", tensor.name())
        .with("datatype", tensor.type().name())
        .with("shape", tensor.shape());
  }

  /** The same with other outputs asked for. */
  static Fields outputs(Fields request, List<String> names) {
    return request.with(
        "outputs",
        names.stream()
            .map(
                name ->
                    Fields.of("ModelInferRequest.InferRequestedOutputTensor").with("name", name))
            .toList());
  }

  /** The same with another first input. */
  static Fields firstInput(Fields request, UnaryOperator<Fields> change) {
    List<Fields> inputs = new ArrayList<>(request.children("inputs"));
    inputs.set(0, change.apply(inputs.getFirst()));
    return request.with("inputs", inputs);
  }
}
