package io.slipway.conformance.tensor;

import io.slipway.conformance.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Function;

/** The JSON of infer requests. */
public final class InferBody {
  private InferBody() {}

  /** A request with these tensors, each written by {@code form}. */
  public static Json.Obj of(List<Tensor> inputs, Function<Tensor, Json.Obj> form) {
    return Json.object()
        .with("inputs", new Json.Arr(inputs.stream().map(t -> (Json) form.apply(t)).toList()));
  }

  /** A request with these tensors, their elements flat. */
  public static Json.Obj flat(List<Tensor> inputs) {
    return of(inputs, Tensor::flat);
  }

  /** The elements of all these tensors in binary, one after the other. */
  public static byte[] bytes(List<Tensor> tensors) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    tensors.forEach(tensor -> bytes.writeBytes(tensor.bytes()));
    return bytes.toByteArray();
  }

  /** The member {@code outputs}, which asks for these by name, each with {@code parameters}. */
  public static Json.Arr outputs(List<String> names, Json.Obj parameters) {
    return new Json.Arr(
        names.stream()
            .map(name -> Json.object().with("name", Json.of(name)))
            .map(o -> parameters.members().isEmpty() ? o : o.with("parameters", parameters))
            .map(o -> (Json) o)
            .toList());
  }
}
