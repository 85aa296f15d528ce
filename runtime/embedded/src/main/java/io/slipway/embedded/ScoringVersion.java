package io.slipway.embedded;

/**
 * Which version scores.
 *
 * @param digest what it is called for ever
 */
public record ScoringVersion(String model, int number, String digest) {

  @Override
  public String toString() {
    return model + " " + number + " (" + digest + ")";
  }
}
