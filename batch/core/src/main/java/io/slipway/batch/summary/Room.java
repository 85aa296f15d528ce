package io.slipway.batch.summary;

/**
 * How much is kept of each output: less of each where there are many, so that the whole is bounded.
 *
 * @param bins of a histogram
 * @param labels that are told apart while rows come
 */
record Room(int bins, int labels) {
  private static final int MOST_BINS = 1024;
  private static final int FEWEST_BINS = 64;
  private static final int BINS_OF_ALL = 65_536;

  private static final int MOST_LABELS = 10_000;
  private static final int FEWEST_LABELS = 2 * Distribution.Labels.MOST_LABELS;
  private static final int LABELS_OF_ALL = 100_000;

  static Room of(int outputs) {
    int some = Math.max(1, outputs);
    return new Room(
        clamped(BINS_OF_ALL / some, FEWEST_BINS, MOST_BINS),
        clamped(LABELS_OF_ALL / some, FEWEST_LABELS, MOST_LABELS));
  }

  private static int clamped(int value, int least, int most) {
    return Math.max(least, Math.min(most, value));
  }
}
