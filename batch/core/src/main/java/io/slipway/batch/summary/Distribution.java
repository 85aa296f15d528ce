package io.slipway.batch.summary;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the values of an output are distributed. */
public sealed interface Distribution {

  /**
   * Numbers, as doubles: of whole numbers beyond 2^53 the last digits are lost.
   *
   * @param notNumbers how many are NaN
   * @param infinite how many are one of the infinities
   * @param range of all the others, if there are any
   * @param histogram of these others
   */
  record Numbers(long notNumbers, long infinite, Optional<Range> range, Histogram histogram)
      implements Distribution {}

  /**
   * What finite numbers span.
   *
   * @param mean added up with compensation for rounding; between {@code min} and {@code max}
   */
  record Range(double min, double max, double mean) {}

  /**
   * Texts or truth values.
   *
   * @param counts of the most frequent ones, at most {@value #MOST_LABELS}, in descending order
   * @param others how many values are none of these
   */
  record Labels(Map<String, Long> counts, long others) implements Distribution {
    /** How many labels are named. */
    public static final int MOST_LABELS = 100;

    public Labels {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** Values in all. */
    public long total() {
      return counts.values().stream().mapToLong(Long::longValue).sum() + others;
    }
  }

  /**
   * Texts of which there are so many different ones that they are no labels; nothing is known but
   * their number.
   */
  record Texts(long count) implements Distribution {}
}
