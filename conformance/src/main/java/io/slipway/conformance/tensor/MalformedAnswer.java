package io.slipway.conformance.tensor;

/** An answer that is not what the protocol says it is; the message says in what. */
public final class MalformedAnswer extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedAnswer(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
