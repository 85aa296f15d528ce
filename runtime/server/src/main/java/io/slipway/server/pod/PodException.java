package io.slipway.server.pod;

import io.slipway.scoring.ModelLoadException;
import io.slipway.server.source.SourceException;

/** A pod that cannot do what it is for. The message is for people; no secret, no host path. */
public final class PodException extends Exception {
  private static final long serialVersionUID = 1;
  static final String CONFIG_INVALID = "ConfigInvalid";
  static final String FORMAT_MISMATCH = "FormatMismatch";
  static final String MODEL_TOO_LARGE = "ModelTooLarge";
  static final String LOAD_TIMEOUT = "LoadTimeout";
  static final String EXECUTION_PROVIDER_UNAVAILABLE = "ExecutionProviderUnavailable";
  static final String WARM_UP_FAILED = "WarmUpFailed";
  static final String SCORING_LOST = "ScoringLost";
  static final String OUT_OF_MEMORY = "OutOfMemory";

  /** A defect of ours. */
  public static final String INTERNAL = "Internal";

  private final String reason;

  /**
   * @param reason as the contract's table has it
   */
  PodException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  PodException(String reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  static PodException configInvalid(String message) {
    return new PodException(CONFIG_INVALID, message);
  }

  static PodException of(SourceException e) {
    return new PodException(e.reason().conditionReason(), String.valueOf(e.getMessage()), e);
  }

  static PodException of(ModelLoadException e) {
    return new PodException(e.reason().conditionReason(), String.valueOf(e.getMessage()), e);
  }

  static PodException internal(Throwable defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    return new PodException(
        INTERNAL,
        "a defect of the runtime, please report it: %s at %s"
            .formatted(defect, trace.length == 0 ? "an unknown place" : trace[0]),
        defect);
  }

  /** As the contract's table has it. */
  public String reason() {
    return reason;
  }

  /** What somebody can do something about. */
  public String words() {
    return String.valueOf(getMessage());
  }
}
