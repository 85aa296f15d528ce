package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import java.util.Map;

/**
 * The versions that ONNX Runtime 1.28.0 loads, found by trying each; a test tries them again, so
 * that an upgrade of the library that changes them is noticed.
 */
final class VersionCheck {
  static final long MAX_IR_VERSION = 13;
  static final Map<String, Long> MAX_OPSETS =
      Map.of(
          "", 26L,
          "ai.onnx.ml", 5L,
          "ai.onnx.preview", 1L,
          "ai.onnx.preview.training", 1L,
          "com.microsoft", 1L);

  private VersionCheck() {}

  static void check(ModelProto model) throws ModelLoadException {
    if (model.irVersion() < 0 || model.irVersion() > MAX_IR_VERSION) {
      throw Refusals.unsupported(
          "the model is written in ONNX IR version "
              + model.irVersion()
              + "; this runtime reads up to "
              + MAX_IR_VERSION
              + ": export it with an older version of the onnx package");
    }
    if (model.opsets().isEmpty()) {
      throw Refusals.invalid("it names no operator set (opset_import)");
    }
    for (Map.Entry<String, Long> opset : model.opsets().entrySet()) {
      long max = MAX_OPSETS.getOrDefault(opset.getKey(), Long.MAX_VALUE);
      if (opset.getValue() < 1 || opset.getValue() > max) {
        throw Refusals.unsupported(
            "the model uses operator set %d of %s; this runtime has 1 to %d: export it with target_opset=%d or lower"
                .formatted(opset.getValue(), displayed(opset.getKey()), max, max));
      }
    }
  }

  private static String displayed(String domain) {
    return domain.isEmpty() ? "ai.onnx" : Refusals.quoted(domain);
  }
}
