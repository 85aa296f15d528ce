package io.slipway.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;

/** The format of a model's file. */
public enum ModelFormat {
  /** Predictive Model Markup Language, as XML or JSON. */
  PMML,
  /** Open Neural Network Exchange. */
  ONNX,
  /** A format that this version does not know; the CRD never lets it be written. */
  @JsonIgnore
  UNKNOWN;

  /** The format of that name, {@link #UNKNOWN} for any other. */
  @JsonCreator
  public static ModelFormat of(String name) {
    return switch (name) {
      case "PMML" -> PMML;
      case "ONNX" -> ONNX;
      default -> UNKNOWN;
    };
  }
}
