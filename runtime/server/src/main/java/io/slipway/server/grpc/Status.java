package io.slipway.server.grpc;

/** How a call ends: the codes of gRPC that a pod gives. */
enum Status {
  OK(0),
  /** Nobody hears it: the caller has gone. */
  CANCELLED(1),
  INVALID_ARGUMENT(3),
  DEADLINE_EXCEEDED(4),
  NOT_FOUND(5),
  RESOURCE_EXHAUSTED(8),
  FAILED_PRECONDITION(9),
  UNIMPLEMENTED(12),
  INTERNAL(13),
  UNAVAILABLE(14);

  private final int code;

  Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** What an HTTP status means here. Only what is ours to mend is {@link #INTERNAL}. */
  static Status ofHttp(int http) {
    return switch (http) {
      case 200 -> OK;
      case 404 -> NOT_FOUND;
      case 406, 421, 508 -> FAILED_PRECONDITION;
      case 408, 504 -> DEADLINE_EXCEEDED;
      case 413, 429, 431 -> RESOURCE_EXHAUSTED;
      case 502, 503 -> UNAVAILABLE;
      default -> http >= 400 && http < 500 ? INVALID_ARGUMENT : INTERNAL;
    };
  }
}
