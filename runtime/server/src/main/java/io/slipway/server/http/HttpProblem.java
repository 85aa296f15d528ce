package io.slipway.server.http;

import java.util.Map;

/**
 * A request that gets an error for an answer: thrown anywhere on its way, answered in one place.
 */
final class HttpProblem extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;
  private final transient Map<String, String> headers;

  HttpProblem(int status, String message) {
    this(status, message, Map.of());
  }

  /**
   * @param headers added to the answer, such as {@code Retry-After}
   */
  HttpProblem(int status, String message, Map<String, String> headers) {
    super(message, null, false, false);
    this.status = status;
    this.headers = headers;
  }

  /** Not of the request: the server ends before it is answered. */
  static HttpProblem ending() {
    return new HttpProblem(503, "the pod is ending; try again", Map.of("Retry-After", "1"));
  }

  int status() {
    return status;
  }

  Map<String, String> headers() {
    return headers;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
