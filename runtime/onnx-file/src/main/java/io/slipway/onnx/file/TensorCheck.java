package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.nio.file.Path;

/** Constant tensors: that they hold the elements that they claim, and fit in memory together. */
final class TensorCheck {
  private TensorCheck() {}

  static void check(ModelProto model, Path file, long memoryBytes) throws ModelLoadException {
    long[] total = {0};
    Graphs.forEachTensor(
        model,
        tensor -> {
          total[0] += check(tensor, file, memoryBytes);
          if (total[0] > memoryBytes) {
            throw Refusals.tooLarge(
                "its weights need more than the %s this process may use; give it more memory"
                    .formatted(Bytes.displayed(memoryBytes)));
          }
        });
  }

  private static long check(TensorProto tensor, Path file, long memoryBytes)
      throws ModelLoadException {
    ElementType type =
        ElementType.of(tensor.type())
            .orElseThrow(
                () ->
                    Refusals.unsupported(
                        "the tensor %s has element type %d, which this runtime does not know"
                            .formatted(Refusals.quoted(tensor.name()), tensor.type())));
    long elements;
    long bytes;
    try {
      elements = tensor.elements();
      bytes = type.bytes(elements);
    } catch (ArithmeticException e) {
      throw Refusals.invalid(
          "the tensor "
              + Refusals.quoted(tensor.name())
              + " has a negative dimension, or dimensions whose product is out of range");
    }
    if (tensor.location() == TensorProto.Location.EXTERNAL) {
      ExternalDataCheck.check(tensor, bytes, file);
    } else if (tensor.rawBytes().isPresent()
        ? tensor.rawBytes().getAsLong() != bytes
        : tensor.entries() != type.entries(elements)) {
      throw Refusals.invalid(
          "the tensor %s claims %d elements and holds another number"
              .formatted(Refusals.quoted(tensor.name()), elements));
    }
    if (bytes > memoryBytes) {
      throw Refusals.tooLarge(
          "the tensor %s needs %s; this process may use %s"
              .formatted(
                  Refusals.quoted(tensor.name()),
                  Bytes.displayed(bytes),
                  Bytes.displayed(memoryBytes)));
    }
    return bytes;
  }
}
