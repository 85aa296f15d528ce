package io.slipway.conformance.check;

/** The parts that checks are grouped in, in the order of the specification. */
public enum Section {
  HEALTH("Health"),
  SERVER_METADATA("Server metadata"),
  MODEL_METADATA("Model metadata"),
  INFERENCE("Inference"),
  TENSOR_DATA("Tensor data"),
  DATATYPES("Tensor data types"),
  PARAMETERS("Parameters"),
  ERRORS("Errors"),
  BINARY("Binary tensor data"),
  REPOSITORY("Model repository"),
  STATISTICS("Statistics");

  private final String title;

  Section(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }
}
