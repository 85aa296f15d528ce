package io.slipway.conformance.check;

/** A check that says nothing of this server and model; the message says why. */
public final class NotApplicable extends Exception {
  private static final long serialVersionUID = 1;

  public NotApplicable(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
