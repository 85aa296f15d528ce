package io.slipway.operator.desired;

/** What a Deployment's pods score on. */
public enum Accelerator {
  CPU("cpu", "CPU"),
  GPU("gpu", "CUDA");

  private final String label;
  private final String executionProvider;

  Accelerator(String label, String executionProvider) {
    this.label = label;
    this.executionProvider = executionProvider;
  }

  /** The value of the label {@link Labels#ACCELERATOR}. */
  public String label() {
    return label;
  }

  /** How pods name it in their documents. */
  public String executionProvider() {
    return executionProvider;
  }
}
