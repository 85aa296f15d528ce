package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** When what was staged is removed. */
public enum StagingRemoval {
  /** By somebody else, such as a life-cycle rule of the bucket. */
  @JsonProperty("Never")
  NEVER,
  /** When the set is published. */
  @JsonProperty("Published")
  PUBLISHED,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static StagingRemoval of(String name) {
    return switch (name) {
      case "Never" -> NEVER;
      case "Published" -> PUBLISHED;
      default -> UNKNOWN;
    };
  }
}
