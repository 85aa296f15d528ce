package io.slipway.server.http;

/**
 * A request as it arrived, body and all, so that it can be scored here or sent on unchanged. The
 * body's array belongs to the request: do not write to it.
 *
 * @param method in upper case
 * @param target path and, after a question mark, query: still percent-encoded
 * @param headers every header field, names without regard to case
 * @param body the bytes sent, still compressed if {@code Content-Encoding} says so
 * @param purpose what the path asks for
 * @param origin who sent it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy of 16 MB would be the cost
public record CallerRequest(
    String method,
    String target,
    RequestHeaders headers,
    byte[] body,
    Purpose purpose,
    Origin origin) {

  /** The same request once its body is read. */
  CallerRequest withBody(byte[] read) {
    return new CallerRequest(method, target, headers, read, purpose, origin);
  }

  /** What a path asks for. */
  public enum Purpose {
    /** Predictions. */
    SCORE,
    /** What the model takes and gives. */
    DESCRIBE,
    /** Whether the pod lives and can score. */
    PROBE
  }

  /** Who sends a request. */
  public enum Origin {
    /** Somebody who wants an answer. */
    CALLER,
    /** Another pod, which gives the answer to its caller. */
    HOP,
    /** Another pod, which compares the answer with its own. */
    SHADOW
  }
}
