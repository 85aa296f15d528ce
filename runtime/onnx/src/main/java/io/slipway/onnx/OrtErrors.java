package io.slipway.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtException.OrtErrorCode;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.scoring.ScoringException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * ONNX Runtime's errors as one sentence each: without its source files and C++ signatures, and
 * without the path of the model.
 */
final class OrtErrors {
  private static final int LONGEST_MESSAGE = 400;
  private static final Pattern CODE = Pattern.compile("Error code - ORT_\\w+ - message: ");
  private static final Pattern SOURCE =
      Pattern.compile(
          "\\S*/onnxruntime\\S*\\.(?:cc|h|hpp|cpp|cu|cuh):\\d+ ?"
              + "(?:[^()\\n]*\\((?:[^()\\n]|\\([^()\\n]*\\))*\\)(?: const)?(?: \\[with [^\\]]*\\])? )?");
  private static final Pattern LOAD_PREFIX = Pattern.compile("Load model from .{0,4096}? failed:");
  private static final Pattern INITIALIZATION =
      Pattern.compile("Exception during (?:initialization|loading): ");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Set<OrtErrorCode> CALLERS_FAULT =
      Set.of(
          OrtErrorCode.ORT_FAIL,
          OrtErrorCode.ORT_INVALID_ARGUMENT,
          OrtErrorCode.ORT_NOT_IMPLEMENTED,
          OrtErrorCode.ORT_RUNTIME_EXCEPTION);

  private OrtErrors() {}

  static ModelLoadException loadFailed(OrtException e, Path file) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Failed to construct locale")) {
      return new ModelLoadException(
          Reason.MODEL_UNSUPPORTED,
          "the model normalises text (StringNormalizer) and needs a locale that this system lacks, en_US.UTF-8 as a rule; install it in the image",
          e);
    }
    Reason reason = Reason.MODEL_INVALID;
    if (isOutOfMemory(message)) {
      reason = Reason.MODEL_TOO_LARGE;
    } else if (e.getCode() == OrtErrorCode.ORT_NOT_IMPLEMENTED
        || message.contains("No Op registered")
        || message.contains("is not a registered function/op")
        || message.contains("Unsupported")) {
      reason = Reason.MODEL_UNSUPPORTED;
    }
    return new ModelLoadException(
        reason, "ONNX Runtime does not load the model: " + sentence(e, file), e);
  }

  /**
   * A model that scores its warm-up fails on a batch because of the batch: an index out of range, a
   * size that does not fit. What the library says of itself is the model's fault, and so is
   * whatever happens to a model that has no inputs.
   *
   * @param inputs of the batch
   */
  static ScoringException runFailed(OrtException e, int inputs) {
    String message = sentence(String.valueOf(e.getMessage()), Path.of(""));
    return inputs > 0 && CALLERS_FAULT.contains(e.getCode())
        ? ScoringException.invalidBatch("the model cannot score this input: " + message, e)
        : ScoringException.modelFailed("the model failed: " + message, e);
  }

  static String sentence(SessionFactory.ProviderException e, Path file) {
    return sentence(String.valueOf(e.getMessage()), file);
  }

  /** True if the error is about CUDA and not about the model. */
  static boolean isOfProvider(OrtException e) {
    String message = String.valueOf(e.getMessage());
    return e.getCode() == OrtErrorCode.ORT_EP_FAIL
        || isCpuFallback(e)
        || Pattern.compile("CUDA|cudnn|cublas|onnxruntime_providers", Pattern.CASE_INSENSITIVE)
            .matcher(message)
            .find();
  }

  static boolean isCpuFallback(OrtException e) {
    return String.valueOf(e.getMessage())
        .contains("fallback to CPU EP has been explicitly disabled");
  }

  static String sentence(OrtException e, Path file) {
    return sentence(String.valueOf(e.getMessage()), file);
  }

  static String sentence(String message, Path file) {
    String text = CODE.matcher(message).replaceAll("");
    text = LOAD_PREFIX.matcher(text).replaceAll("");
    text = SOURCE.matcher(text).replaceAll("");
    text = INITIALIZATION.matcher(text).replaceAll("");
    if (!file.toString().isEmpty()) {
      text = text.replace(file.toString(), "the file");
    }
    text = SPACE.matcher(text).replaceAll(" ").strip();
    return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) + "..." : text;
  }

  private static boolean isOutOfMemory(String message) {
    return message.contains("Failed to allocate memory") || message.contains("bad_alloc");
  }
}
