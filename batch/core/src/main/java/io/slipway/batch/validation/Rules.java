package io.slipway.batch.validation;

import io.slipway.batch.summary.OutputDrift.Cause;
import io.slipway.batch.summary.OutputDrift.Measured;
import io.slipway.batch.summary.OutputDrift.NotComparable;
import io.slipway.batch.summary.SetDrift;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * @param maxDrift the largest population stability index of an output against the previous set,
 *     less what chance makes of it, 0 or above, where the spec says so; an output whose values are
 *     of another kind than before is beyond any
 */
public record Rules(
    double maxErrorRate, long minRows, OptionalDouble maxRowDelta, OptionalDouble maxDrift) {
  /**
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public Rules {
    if (!(maxErrorRate >= 0 && maxErrorRate <= 1)
        || minRows < 0
        || maxRowDelta.orElse(0) < 0
        || maxDrift.orElse(0) < 0) {
      throw new IllegalArgumentException(
          "a run cannot be held to %s, %d, %s, %s"
              .formatted(maxErrorRate, minRows, maxRowDelta, maxDrift));
    }
  }

  /**
   * @param counts of the whole run
   * @param previous how many predictions the set that is published now has, if one is
   * @param drift against that set, where it can be measured
   * @return what is wrong, a sentence each; nothing if it may be published
   */
  public List<String> broken(RowCounts counts, OptionalLong previous, Optional<SetDrift> drift) {
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
    if (maxDrift.isPresent() && drift.isPresent()) {
      drifted(drift.get()).ifPresent(broken::add);
      changed(drift.get()).ifPresent(broken::add);
    }
    return List.copyOf(broken);
  }

  private Optional<String> drifted(SetDrift drift) {
    List<Measured> beyond =
        drift.measured().stream()
            .filter(one -> one.index().drift() > maxDrift.getAsDouble())
            .toList();
    if (beyond.isEmpty()) {
      return Optional.empty();
    }
    Measured largest = beyond.get(0);
    return Optional.of(
        "output %s%s has drifted: its population stability index against the set that is published is %s, of which chance may make %s, and validation.maxDrift is %s; see where its predictions went, and raise the limit if they are right"
            .formatted(
                largest.output(),
                more(beyond),
                rounded(largest.index().value()),
                rounded(largest.index().chance()),
                maxDrift.getAsDouble()));
  }

  /** What was numbers and is texts has no index, and has changed more than any index can say. */
  private Optional<String> changed(SetDrift drift) {
    List<NotComparable> changed =
        drift.notComparable().stream().filter(one -> one.cause() == Cause.ANOTHER_KIND).toList();
    if (changed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "output %s%s cannot be held against the set that is published: %s, and validation.maxDrift is %s; see what became of its predictions, and leave maxDrift out once if they are right"
            .formatted(
                changed.get(0).output(),
                more(changed),
                changed.get(0).why(),
                maxDrift.getAsDouble()));
  }

  private static String more(List<?> outputs) {
    return outputs.size() == 1 ? "" : " (and %d more)".formatted(outputs.size() - 1);
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
