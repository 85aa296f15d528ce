package io.slipway.api.v1alpha1;

/** The types of conditions, in the order of the status. */
public enum ConditionType {
  READY("Ready", "What the spec asks for is what serves, and nothing is on the way."),
  RECONCILING("Reconciling", "The operator is working towards the spec and expects to get there."),
  STALLED("Stalled", "The operator cannot get to the spec without a change by a person."),
  PAUSED("Paused", "The version change waits for a person's word."),
  AVAILABLE("Available", "Callers are answered, whether or not by what the spec asks for.");

  private final String value;
  private final String meaning;

  ConditionType(String value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** As the status has it. */
  public String value() {
    return value;
  }

  /** What {@code True} means, one sentence for the documentation. */
  public String meaning() {
    return meaning;
  }
}
