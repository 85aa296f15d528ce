package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What the key of a prediction is. */
public enum KeyType {
  /** A text, compared as it is. */
  @JsonProperty("Text")
  TEXT,
  /** A whole number. */
  @JsonProperty("Integer")
  INTEGER,
  /** One that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The one of that name as the YAML has it, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static KeyType of(String name) {
    return switch (name) {
      case "Text" -> TEXT;
      case "Integer" -> INTEGER;
      default -> UNKNOWN;
    };
  }
}
