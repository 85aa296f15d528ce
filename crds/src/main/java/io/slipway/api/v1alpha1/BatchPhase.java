package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** Where a run is. */
public enum BatchPhase {
  /** The run waits for its model to be found. */
  @JsonProperty("Pending")
  PENDING("Pending", "The run waits for its model to be found."),
  /** A pod lists the input and cuts it into splits. */
  @JsonProperty("Planning")
  PLANNING("Planning", "A pod lists the input and cuts it into splits."),
  /** Pods score the splits. */
  @JsonProperty("Scoring")
  SCORING("Scoring", "Pods score the splits."),
  /** A pod validates the set, loads it and lets readers see it. */
  @JsonProperty("Publishing")
  PUBLISHING("Publishing", "A pod validates the set, loads it and lets readers see it."),
  /** The set is valid and loaded, and waits for a person to let readers see it. */
  @JsonProperty("AwaitingApproval")
  AWAITING_APPROVAL(
      "AwaitingApproval",
      "The set is valid and loaded, and waits for a person to let readers see it."),
  /** Readers see the set, or saw it until a later run published its own. */
  @JsonProperty("Published")
  PUBLISHED("Published", "Readers see the set, or saw it until a later run published its own."),
  /** The set is valid and loaded, and a later run published its own before. */
  @JsonProperty("Superseded")
  SUPERSEDED(
      "Superseded", "The set is valid and loaded, and a later run published its own before."),
  /** A pod lets readers see the set that publish.setId names. */
  @JsonProperty("Activating")
  ACTIVATING("Activating", "A pod lets readers see the set that publish.setId names."),
  /** A person went to another set than the run made. */
  @JsonProperty("RolledBack")
  ROLLED_BACK("RolledBack", "A person went to another set than the run made."),
  /** A person stopped the run for the time being. */
  @JsonProperty("Suspended")
  SUSPENDED("Suspended", "A person stopped the run for the time being."),
  /** The run ended without a set that readers see. */
  @JsonProperty("Failed")
  FAILED("Failed", "The run ended without a set that readers see."),
  /** One that this version does not know. */
  @JsonIgnore
  UNKNOWN("Unknown", "A newer operator's.");

  private final String value;
  private final String meaning;

  BatchPhase(String value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** As the status has it. */
  public String value() {
    return value;
  }

  /** What is so in it, one sentence for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** The phase of that name, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static BatchPhase of(String name) {
    return Arrays.stream(values())
        .filter(phase -> phase.value.equals(name))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
