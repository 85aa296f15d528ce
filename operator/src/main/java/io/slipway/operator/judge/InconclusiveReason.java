package io.slipway.operator.judge;

/** Why nothing can be said of a candidate. */
public enum InconclusiveReason {
  /** The candidate was sent nothing. */
  NO_TRAFFIC("NoTraffic"),
  /** There were fewer requests than the step, or the check, asks for. */
  TOO_LITTLE_TRAFFIC("TooLittleTraffic"),
  /** The stable revision was sent nothing, so that there is nothing to compare with. */
  NO_BASELINE("NoBaseline"),
  /** The time was over before a check that asks for evidence had enough of it. */
  NO_EVIDENCE("NoEvidence"),
  /** What pods counted could not be had, or could not be true. */
  MISSING_DATA("MissingData"),
  /** The candidate's share of requests is not the one that was set. */
  SAMPLE_RATIO_MISMATCH("SampleRatioMismatch");

  private final String value;

  InconclusiveReason(String value) {
    this.value = value;
  }

  /** As a status shows it. */
  public String value() {
    return value;
  }

  /**
   * Whether a spec may ask to promote all the same. A broken split may not be passed over: it means
   * that nobody knows whose requests were counted.
   */
  public boolean mayBePassedOver() {
    return this != SAMPLE_RATIO_MISMATCH;
  }
}
