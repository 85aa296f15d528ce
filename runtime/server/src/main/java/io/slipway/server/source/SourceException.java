package io.slipway.server.source;

import io.slipway.sources.SourceProblem;

/**
 * A model that cannot be had. The message is for people: it names the source, the cause and the
 * next step, and holds no secret.
 */
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why; the names go into status conditions and stay as they are. */
  public enum Reason {
    CONFIG_INVALID("ConfigInvalid"),
    UNREACHABLE("SourceUnreachable"),
    FORBIDDEN("SourceForbidden"),
    NOT_FOUND("SourceNotFound"),
    TOO_LARGE("SourceTooLarge"),
    UNSUPPORTED("SourceUnsupported"),
    LOST("SourceLost"),
    DIGEST_MISMATCH("DigestMismatch");

    private final String conditionReason;

    Reason(String conditionReason) {
      this.conditionReason = conditionReason;
    }

    /** The reason as a Kubernetes condition writes it. */
    public String conditionReason() {
      return conditionReason;
    }
  }

  private final Reason reason;

  public SourceException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public SourceException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What was found out before there was a source to read. */
  static SourceException of(SourceProblem problem) {
    return new SourceException(
        switch (problem.kind()) {
          case CONFIGURATION -> Reason.CONFIG_INVALID;
          case UNREACHABLE -> Reason.UNREACHABLE;
          case FORBIDDEN -> Reason.FORBIDDEN;
          case NOT_FOUND -> Reason.NOT_FOUND;
          case UNSUPPORTED -> Reason.UNSUPPORTED;
        },
        problem.words(),
        problem);
  }

  /** The same, for those who ask before there is a source to read. */
  SourceProblem asProblem() {
    return new SourceProblem(
        switch (reason) {
          case CONFIG_INVALID -> SourceProblem.Kind.CONFIGURATION;
          case UNREACHABLE -> SourceProblem.Kind.UNREACHABLE;
          case FORBIDDEN -> SourceProblem.Kind.FORBIDDEN;
          case NOT_FOUND, LOST -> SourceProblem.Kind.NOT_FOUND;
          case UNSUPPORTED, TOO_LARGE, DIGEST_MISMATCH -> SourceProblem.Kind.UNSUPPORTED;
        },
        words(),
        this);
  }

  public Reason reason() {
    return reason;
  }

  /** True where the same request may succeed later without anybody's doing. */
  public boolean isTransient() {
    return reason == Reason.UNREACHABLE;
  }

  /** What went wrong, for a sentence that goes on after it. */
  String words() {
    return String.valueOf(getMessage());
  }
}
