package io.slipway.operator.simulation;

/** What somebody does to an object of ours. */
enum Meddling {
  DELETES("deletes"),
  /** What matters most in an object of that kind is changed. */
  EDITS("edits");

  private final String text;

  Meddling(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
