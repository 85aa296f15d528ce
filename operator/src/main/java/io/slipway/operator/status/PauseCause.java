package io.slipway.operator.status;

import io.slipway.api.v1alpha1.Reason;
import java.util.Arrays;

/** Why a version change waits for a person. */
public enum PauseCause {
  /** A step of the spec says so. */
  APPROVAL("Approval", Reason.AWAITING_APPROVAL),
  /** There is too little evidence; the status has the reason after it. */
  INCONCLUSIVE("Inconclusive", Reason.INCONCLUSIVE),
  /** A person said so. */
  REQUESTED("Requested", Reason.PAUSE_REQUESTED);

  private static final String SEPARATOR = ": ";

  private final String word;
  private final Reason reason;

  PauseCause(String word, Reason reason) {
    this.word = word;
    this.reason = reason;
  }

  /** The one that a status names; who paused it is taken to be a person where it names none. */
  public static PauseCause of(String written) {
    String word = written.split(SEPARATOR, 2)[0];
    return Arrays.stream(values())
        .filter(cause -> cause.word.equals(word))
        .findFirst()
        .orElse(REQUESTED);
  }

  /** As the status has it. */
  public String written() {
    return word;
  }

  /** As the status has it, with what it is about. */
  public String written(String detail) {
    return word + SEPARATOR + detail;
  }

  /** That of the conditions. */
  Reason reason() {
    return reason;
  }
}
