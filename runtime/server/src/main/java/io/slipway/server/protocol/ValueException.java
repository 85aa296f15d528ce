package io.slipway.server.protocol;

/** A value that a column cannot take; whoever knows where it stood makes the caller's message. */
final class ValueException extends Exception {
  private static final long serialVersionUID = 1;

  ValueException(String expected, String found) {
    super("expected " + expected + ", found " + found, null, false, false);
  }

  RequestException at(String place) {
    return RequestException.invalid(place + ": " + getMessage());
  }
}
