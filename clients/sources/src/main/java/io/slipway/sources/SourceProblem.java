package io.slipway.sources;

/** What a store did not give: of what, why, and what to do, in one sentence without secrets. */
public final class SourceProblem extends Exception {
  private static final long serialVersionUID = 1;

  /** Why, for programs. */
  public enum Kind {
    /** What was configured makes no sense. */
    CONFIGURATION,
    /** Nobody answers, or whoever does is busy or broken. */
    UNREACHABLE,
    /** Whoever asked may not. */
    FORBIDDEN,
    NOT_FOUND,
    /** It is there, and is nothing that can be used. */
    UNSUPPORTED
  }

  private final Kind kind;

  public SourceProblem(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public SourceProblem(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** The sentence. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
