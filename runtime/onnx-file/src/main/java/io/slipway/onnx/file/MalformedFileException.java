package io.slipway.onnx.file;

/** Bytes that are not protobuf, or not the message that was expected there. */
final class MalformedFileException extends Exception {
  private static final long serialVersionUID = 1;

  MalformedFileException(String message) {
    super(message);
  }
}
