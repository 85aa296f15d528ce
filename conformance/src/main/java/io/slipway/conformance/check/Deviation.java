package io.slipway.conformance.check;

/** The server did otherwise; the message says in what. */
public final class Deviation extends Exception {
  private static final long serialVersionUID = 1;

  public Deviation(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
