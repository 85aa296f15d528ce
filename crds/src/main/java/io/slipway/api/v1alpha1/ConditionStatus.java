package io.slipway.api.v1alpha1;

/** Whether a condition holds. */
public enum ConditionStatus {
  TRUE("True"),
  FALSE("False"),
  UNKNOWN("Unknown");

  private final String value;

  ConditionStatus(String value) {
    this.value = value;
  }

  /** As the status has it. */
  public String value() {
    return value;
  }
}
