package io.slipway.scoring;

/** A model file that cannot be loaded. Its message is for people and holds no stack trace. */
public final class ModelLoadException extends Exception {
  private static final long serialVersionUID = 1;

  /** Why; the names go into status conditions and stay as they are. */
  public enum Reason {
    /** No engine knows the content. */
    FORMAT_UNKNOWN("FormatUnknown"),
    /** The content is not a well-formed or valid document of its format. */
    MODEL_INVALID("ModelInvalid"),
    /** Valid, but with an element, operator or version that the engine does not support. */
    MODEL_UNSUPPORTED("ModelUnsupported"),
    /** Larger or deeper than the limits allow, in the file or in memory. */
    MODEL_TOO_LARGE("ModelTooLarge"),
    /** Loading took longer than allowed. */
    LOAD_TIMEOUT("LoadTimeout"),
    /** The execution provider asked for is not there. */
    EXECUTION_PROVIDER_UNAVAILABLE("ExecutionProviderUnavailable");

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

  public ModelLoadException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ModelLoadException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
