package io.slipway.conformance.check;

/** How much a check says about conformance. */
public enum Level {
  /** The specification says "must", or defines the form of it: a server that fails is not one. */
  REQUIRED("required"),
  /**
   * The specification leaves it open, its editions differ, or it follows from common sense alone.
   */
  RECOMMENDED("should"),
  /**
   * Of an extension that the server says it has, or of a service beside the protocol's that it
   * answers.
   */
  EXTENSION("extension");

  private final String word;

  Level(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
