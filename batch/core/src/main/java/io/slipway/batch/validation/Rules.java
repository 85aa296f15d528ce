package io.slipway.batch.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run must hold to before its predictions may be published. One without any never is: far
 * more often than nothing is to be predicted, an export has failed.
 *
 * @param maxErrorRate the largest part of rows without a prediction, 0 to 1
 * @param minRows the fewest predictions
 * @param maxRowDelta by what part of the previous set's predictions their number may differ, 0 or
 *     above, where the spec says so
 */
public record Rules(double maxErrorRate, long minRows, OptionalDouble maxRowDelta) {
  /**
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public Rules {
    if (!(maxErrorRate >= 0 && maxErrorRate <= 1) || minRows < 0 || maxRowDelta.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "a run cannot be held to %s, %d, %s".formatted(maxErrorRate, minRows, maxRowDelta));
    }
  }

  /**
   * @param counts of the whole run
   * @param previous how many predictions the set that is published now has, if one is
   * @return what is wrong, a sentence each; nothing if it may be published
   */
  public List<String> broken(RowCounts counts, OptionalLong previous) {
    List<String> broken = new ArrayList<>();
    if (counts.errorRate() > maxErrorRate) {
      broken.add(
          "%d of %d rows have no prediction: %s of them, and validation.maxErrorRate is %s; see the run's errors"
              .formatted(
                  counts.errors(), counts.total(), rounded(counts.errorRate()), maxErrorRate));
    }
    if (counts.scored() == 0) {
      broken.add(
          "no row has a prediction, and an empty set is never published: is the input complete?");
    } else if (counts.scored() < minRows) {
      broken.add(
          "%d rows have a prediction, and validation.minRows is %d: is the input complete?"
              .formatted(counts.scored(), minRows));
    }
    if (maxRowDelta.isPresent() && previous.isPresent()) {
      double delta = delta(counts.scored(), previous.getAsLong());
      if (delta > maxRowDelta.getAsDouble()) {
        broken.add(
            "%d rows have a prediction, %d had one in the set that is published: a change by %s, and validation.maxRowDelta is %s"
                .formatted(
                    counts.scored(),
                    previous.getAsLong(),
                    rounded(delta),
                    maxRowDelta.getAsDouble()));
      }
    }
    return List.copyOf(broken);
  }

  private static double delta(long now, long before) {
    if (before == 0) {
      return now == 0 ? 0 : Double.POSITIVE_INFINITY;
    }
    return Math.abs((double) now - before) / before;
  }

  private static String rounded(double part) {
    return String.format(java.util.Locale.ROOT, "%.4g", part);
  }
}
