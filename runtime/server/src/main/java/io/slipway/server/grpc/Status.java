package io.slipway.server.grpc;

/** How a call ends: the codes of gRPC that a pod gives. */
enum Status {
  OK(0, 200),
  /** Nobody hears it: the caller has gone. */
  CANCELLED(1, 499),
  INVALID_ARGUMENT(3, 400),
  DEADLINE_EXCEEDED(4, 408),
  NOT_FOUND(5, 404),
  RESOURCE_EXHAUSTED(8, 413),
  FAILED_PRECONDITION(9, 406),
  UNIMPLEMENTED(12, 415),
  INTERNAL(13, 500),
  UNAVAILABLE(14, 503);

  private final int code;
  private final int http;

  Status(int code, int http) {
    this.code = code;
    this.http = http;
  }

  int code() {
    return code;
  }

  /** The HTTP status of a request that is refused for the same reason while it is read. */
  int http() {
    return http;
  }

  /** What an HTTP status means here. Only what is ours to mend is {@link #INTERNAL}. */
  static Status ofHttp(int http) {
    return switch (http) {
      case 200 -> OK;
      case 404 -> NOT_FOUND;
      case 406, 421, 508 -> FAILED_PRECONDITION;
      case 408, 504 -> DEADLINE_EXCEEDED;
      case 499 -> CANCELLED;
      case 413, 429, 431 -> RESOURCE_EXHAUSTED;
      case 502, 503 -> UNAVAILABLE;
      default -> http >= 400 && http < 500 ? INVALID_ARGUMENT : INTERNAL;
    };
  }
}
