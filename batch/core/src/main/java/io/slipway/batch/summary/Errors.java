package io.slipway.batch.summary;

import java.util.List;

/**
 * Rows without a prediction.
 *
 * @param count all of them
 * @param reasons the most frequent ones, at most {@value #MOST_REASONS}, most frequent first
 * @param others how many rows have none of these reasons
 */
public record Errors(long count, List<Reason> reasons, long others) {
  /** How many reasons are named. */
  public static final int MOST_REASONS = 50;

  /** No errors at all. */
  public static final Errors NONE = new Errors(0, List.of(), 0);

  /**
   * A sentence that rows share.
   *
   * @param shape the sentence without what is the row's own, see {@link SentenceShape}
   * @param count how many rows it is said of
   * @param key of the first of them
   * @param example what is said of that one
   */
  public record Reason(String shape, long count, String key, String example) {}

  public Errors {
    reasons = List.copyOf(reasons);
  }
}
