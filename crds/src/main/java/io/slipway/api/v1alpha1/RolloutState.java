package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/** Where a version change is. */
public enum RolloutState {
  @JsonProperty("Resolving")
  RESOLVING("Resolving", "The model is fetched, hashed and read once, to pin its digest."),
  @JsonProperty("Stable")
  STABLE("Stable", "One revision serves; nothing is on the way."),
  @JsonProperty("Preparing")
  PREPARING("Preparing", "The candidate's pods start; callers are answered as before."),
  @JsonProperty("Shadowing")
  SHADOWING(
      "Shadowing", "The candidate scores copies of callers' requests; its answers reach nobody."),
  @JsonProperty("Stepping")
  STEPPING("Stepping", "The candidate answers a share of callers, and is judged; `step` counts."),
  @JsonProperty("Paused")
  PAUSED("Paused", "The weight stays as it is until a person says how to go on."),
  @JsonProperty("Promoting")
  PROMOTING("Promoting", "Callers are moved to the candidate, in the steps that `step` names."),
  @JsonProperty("Baking")
  BAKING(
      "Baking",
      "The new revision serves and is judged; the previous one is kept warm to go back to."),
  @JsonProperty("Reverting")
  REVERTING(
      "Reverting", "Callers are moved back to the stable revision, whose pods are still warm."),
  @JsonProperty("RollingBack")
  ROLLING_BACK("RollingBack", "The candidate failed; its weight goes to 0 and its pods go."),
  @JsonProperty("RolledBack")
  ROLLED_BACK("RolledBack", "The candidate failed and is gone; the stable revision serves."),
  @JsonProperty("Superseding")
  SUPERSEDING("Superseding", "A newer spec replaces the candidate, whose pods go first."),
  @JsonProperty("Cancelled")
  CANCELLED("Cancelled", "The spec went back to the stable revision; the candidate's pods go."),
  /** A state that a newer operator wrote. */
  @JsonIgnore
  UNKNOWN("Unknown", "A state that this version does not know.");

  private final String value;
  private final String meaning;

  RolloutState(String value, String meaning) {
    this.value = value;
    this.meaning = meaning;
  }

  /** As the status has it. */
  public String value() {
    return value;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }

  /** The state of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static RolloutState of(String name) {
    return Arrays.stream(values())
        .filter(state -> state.value.equals(name))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
