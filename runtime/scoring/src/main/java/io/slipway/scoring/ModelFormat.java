package io.slipway.scoring;

/** Formats that engines can tell apart by content. */
public enum ModelFormat {
  /** Predictive Model Markup Language, as XML or as JSON. */
  PMML,
  /** Open Neural Network Exchange, binary protobuf. */
  ONNX
}
