package io.slipway.operator.batch.desired;

import java.util.Locale;

/** What a pod of a run is for: the first argument of its container. */
public enum BatchRole {
  /** Cuts the input into splits. */
  PLAN,
  /** Scores a split. */
  SCORE,
  /** Validates and loads the set. */
  PUBLISH,
  /** Lets readers see a set that was loaded before. */
  ACTIVATE;

  /** As the image has it. */
  public String argument() {
    return name().toLowerCase(Locale.ROOT);
  }
}
