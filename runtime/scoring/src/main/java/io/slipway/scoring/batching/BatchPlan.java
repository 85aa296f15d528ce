package io.slipway.scoring.batching;

/**
 * How many rows of different callers go into one call of a model.
 *
 * @param mostRows 1 where each caller's rows are scored by themselves
 * @param why a sentence, with what was measured
 */
public record BatchPlan(int mostRows, String why) {

  static BatchPlan apart(String why) {
    return new BatchPlan(1, why);
  }

  public boolean isTogether() {
    return mostRows > 1;
  }
}
