package io.slipway.cli.kubectl;

/** kubectl did not do what it was asked for. The message is for people: what, why, what next. */
public final class KubectlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With what, why and what next, for people. */
  public KubectlException(String message) {
    super(message);
  }

  KubectlException(String message, Throwable cause) {
    super(message, cause);
  }
}
