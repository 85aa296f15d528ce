package io.slipway.server.protocol;

/**
 * A request that cannot be scored as it is. Its message is for the caller: it names the place, what
 * was expected and what was found.
 */
public final class RequestException extends Exception {
  private static final long serialVersionUID = 1;

  /** What the caller has to change. */
  public enum Kind {
    /** The content: it is malformed, or does not fit the model's signature. */
    INVALID,
    /** The number of rows. */
    TOO_MANY_ROWS,
    /** The form of the answer asked for, which cannot carry what the model gives. */
    ANSWER_FORM,
    /** The number of rows or outputs, since the answer would be larger than it may be. */
    ANSWER_TOO_LARGE
  }

  private final Kind kind;

  private RequestException(Kind kind, String message) {
    // Without a stack trace: it says nothing that the message does not, and costs most of a
    // refusal.
    super(message, null, false, false);
    this.kind = kind;
  }

  static RequestException invalid(String message) {
    return new RequestException(Kind.INVALID, message);
  }

  static RequestException tooManyRows(String place, long rows, int limit) {
    return new RequestException(
        Kind.TOO_MANY_ROWS,
        "%s: expected at most %d rows a request, found %s%d; send them in several requests"
            .formatted(place, limit, rows > limit ? "" : "more than ", rows));
  }

  static RequestException answerTooLarge(int limit) {
    return new RequestException(
        Kind.ANSWER_TOO_LARGE,
        "the answer: expected at most %d bytes (SLIPWAY_MAX_ANSWER_BYTES), found more; send fewer rows a request, or ask for fewer outputs"
            .formatted(limit));
  }

  static RequestException answerForm(String message) {
    return new RequestException(Kind.ANSWER_FORM, message);
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
