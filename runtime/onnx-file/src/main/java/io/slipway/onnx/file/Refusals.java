package io.slipway.onnx.file;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;

/** The sentences with which a file is refused. */
final class Refusals {
  private static final int LONGEST_NAME = 80;

  private Refusals() {}

  static ModelLoadException malformed(MalformedFileException cause) {
    return new ModelLoadException(
        Reason.MODEL_INVALID,
        "the file is not well-formed ONNX: " + cause.getMessage() + "; was it copied completely?",
        cause);
  }

  static ModelLoadException invalid(String what) {
    return new ModelLoadException(Reason.MODEL_INVALID, "the ONNX model is not valid: " + what);
  }

  static ModelLoadException unsupported(String what) {
    return new ModelLoadException(Reason.MODEL_UNSUPPORTED, what);
  }

  static ModelLoadException tooLarge(String what) {
    return new ModelLoadException(
        Reason.MODEL_TOO_LARGE, "the ONNX model is beyond the limits: " + what);
  }

  /** A name from the file, fit for a message: one line, not long. */
  static String quoted(String name) {
    String line =
        name.codePoints()
            .limit(LONGEST_NAME)
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return "'" + line + (line.length() < name.length() ? "...'" : "'");
  }
}
