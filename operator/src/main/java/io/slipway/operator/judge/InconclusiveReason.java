package io.slipway.operator.judge;

/** Why nothing can be said of a candidate. */
public enum InconclusiveReason {
  NO_TRAFFIC("NoTraffic", "The candidate was sent nothing."),
  TOO_LITTLE_TRAFFIC(
      "TooLittleTraffic", "There were fewer requests than the step, or the check, asks for."),
  NO_BASELINE(
      "NoBaseline",
      "The stable revision was sent nothing, so that there is nothing to compare with."),
  NO_EVIDENCE(
      "NoEvidence",
      "The time was over before a check that asks for proof had it: more requests, or a step that lasts longer."),
  MISSING_DATA(
      "MissingData",
      "What the pods counted could not be had, or cannot be true. It is not taken for nothing."),
  SAMPLE_RATIO_MISMATCH(
      "SampleRatioMismatch",
      "The candidate's share of requests is not its weight. Not passed over by `onInconclusive: Promote`.");

  private final String value;
  private final String meaning;

  InconclusiveReason(String value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** As a status shows it. */
  public String value() {
    return value;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }

  /**
   * Whether a spec may ask to promote all the same. A broken split may not be passed over: it means
   * that nobody knows whose requests were counted.
   */
  public boolean mayBePassedOver() {
    return this != SAMPLE_RATIO_MISMATCH;
  }
}
