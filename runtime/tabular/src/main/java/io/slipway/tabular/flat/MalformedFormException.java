package io.slipway.tabular.flat;

/** What was read is no form that could have been written. */
public final class MalformedFormException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedFormException(String message) {
    super(message);
  }
}
