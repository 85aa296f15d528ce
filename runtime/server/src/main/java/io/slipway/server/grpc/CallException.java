package io.slipway.server.grpc;

/** A call that ends with an error. */
final class CallException extends Exception {
  private static final long serialVersionUID = 1;

  private final Status status;

  CallException(Status status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  static CallException invalid(String message) {
    return new CallException(Status.INVALID_ARGUMENT, message);
  }

  Status status() {
    return status;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
