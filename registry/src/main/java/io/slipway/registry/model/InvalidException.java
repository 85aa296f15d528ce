package io.slipway.registry.model;

/**
 * What somebody wrote and that cannot be: the message says where, what is there, and what to do.
 */
public final class InvalidException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  public InvalidException(String message) {
    super(message);
  }

  public InvalidException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What is wrong, for a sentence that goes on after it. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
