package io.slipway.operator.judge;

/**
 * How one pod divided its requests over a stretch during which the weight did not change.
 *
 * @param weightBp the candidate's share that was set, in hundredths of a per cent: 0 to 10000
 * @param stableRequests that the pod scored itself; 0 to 10^15 as all counts. Requests for which
 *     the caller chose the revision are in neither count
 * @param candidateRequests that it sent to the candidate
 * @param uncounted at most how many requests are under way and in neither count yet
 */
public record Split(int weightBp, long stableRequests, long candidateRequests, long uncounted) {

  /**
   * @throws IllegalArgumentException when the weight or a count is impossible
   */
  public Split {
    if (weightBp < 0 || weightBp > 10_000) {
      throw new IllegalArgumentException("No weight: " + weightBp);
    }
    Counting.possible(stableRequests);
    Counting.possible(candidateRequests);
    Counting.possible(uncounted);
  }

  long requests() {
    return stableRequests + candidateRequests;
  }

  /** The share that was set, 0 to 1. */
  double weight() {
    return weightBp / 10_000.0;
  }

  /** By how many requests the candidate had more (above 0) or fewer than its share. */
  double deviation() {
    return candidateRequests - weight() * requests();
  }
}
