package io.slipway.tabular.form;

/** In what floating point a model computes: PMML's x-mathContext, and ONNX's tensors. */
public enum Precision {
  SINGLE,
  DOUBLE;

  /** Rounds what was computed in double to what this precision keeps. */
  public double round(double value) {
    // A cast would turn the marks of Values into a plain NaN.
    return this == DOUBLE || Double.isNaN(value) ? value : (float) value;
  }
}
