package io.slipway.embedded;

/** A version that cannot be had or loaded. Its message names it, why, and what to do. */
public final class ModelUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  ModelUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
