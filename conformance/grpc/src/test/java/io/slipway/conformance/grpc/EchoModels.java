package io.slipway.conformance.grpc;

import io.slipway.conformance.tensor.Datatype;
import io.slipway.conformance.tensor.Tensor;
import io.slipway.conformance.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Models that answer with their inputs. */
final class EchoModels {
  /** Has a column of every datatype that typed contents hold, and a tensor. */
  static final String TYPED = "typed";

  /** Has a column of every datatype, and so needs the raw form. */
  static final String ALL = "all types";

  /** Has one input. */
  static final String ONE = "one";

  static final String VERSION = "1";
  static final String PLATFORM = "echo_echo";

  private static final Map<String, List<TensorSpec>> SPECS =
      Map.of(
          TYPED,
          Stream.concat(
                  Stream.of(Datatype.values())
                      .filter(type -> TypedContents.field(type).isPresent())
                      .map(EchoModels::column),
                  Stream.of(new TensorSpec("m", Datatype.FP32, List.of(-1L, 2L, 3L))))
              .toList(),
          ALL,
          Stream.of(Datatype.values()).map(EchoModels::column).toList(),
          ONE,
          List.of(new TensorSpec("x", Datatype.FP32, List.of(-1L, 4L))));

  private EchoModels() {}

  private static TensorSpec column(Datatype type) {
    return new TensorSpec("c-" + type, type, List.of(-1L));
  }

  static boolean has(String model) {
    return SPECS.containsKey(model);
  }

  /** What it takes, and what it answers. */
  static List<TensorSpec> specs(String model) {
    return SPECS.getOrDefault(model, List.of());
  }

  /** Why the model does not take these; empty if it does. */
  static String complaint(String model, List<Tensor> inputs) {
    List<TensorSpec> missing = new ArrayList<>(specs(model));
    for (Tensor input : inputs) {
      boolean known =
          missing.removeIf(
              spec ->
                  spec.name().equals(input.name())
                      && spec.type() == input.type()
                      && spec.takes(input.shape()));
      if (!known) {
        return "no such input: " + input.name();
      }
    }
    return missing.isEmpty() ? "" : "inputs are missing: " + missing;
  }
}
