package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Operators of a domain that the runtime does not have come in a native library, and no model may
 * bring one. Whether a domain that it has contains the operator is for the runtime to say.
 */
final class OperatorCheck {
  private static final Set<String> DOMAINS =
      Set.of(
          "",
          "ai.onnx.ml",
          "ai.onnx.preview",
          "ai.onnx.preview.training",
          "ai.onnx.training",
          "com.microsoft",
          "com.microsoft.experimental",
          "com.microsoft.nchwc",
          "com.ms.internal.nhwc",
          "org.pytorch.aten");

  private OperatorCheck() {}

  static void check(ModelProto model) throws ModelLoadException {
    Set<String> defined =
        model.functions().stream()
            .map(function -> function.domain() + ":" + function.name())
            .collect(Collectors.toUnmodifiableSet());
    Graphs.forEachNode(
        model,
        node -> {
          if (!DOMAINS.contains(node.domain()) && !defined.contains(node.qualifiedOperator())) {
            throw Refusals.unsupported(
                "node %s uses the operator %s, which is neither ONNX's nor defined in the file; this runtime loads no operator libraries: export the model without it"
                    .formatted(
                        Refusals.quoted(node.name()), Refusals.quoted(node.qualifiedOperator())));
          }
        });
  }
}
