package io.slipway.pmml;

import io.slipway.scoring.Field;
import io.slipway.scoring.Field.Interval;
import io.slipway.scoring.Field.Interval.Bound;
import io.slipway.scoring.Field.Interval.Kind;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ranges of a numeric field. */
final class Intervals {
  private Intervals() {}

  static Interval of(org.dmg.pmml.Interval interval) {
    Kind lower =
        switch (interval.requireClosure()) {
          case CLOSED_CLOSED, CLOSED_OPEN -> Kind.INCLUSIVE;
          case OPEN_CLOSED, OPEN_OPEN -> Kind.EXCLUSIVE;
        };
    Kind upper =
        switch (interval.requireClosure()) {
          case CLOSED_CLOSED, OPEN_CLOSED -> Kind.INCLUSIVE;
          case CLOSED_OPEN, OPEN_OPEN -> Kind.EXCLUSIVE;
        };
    return new Interval(
        bound(interval.getLeftMargin(), Double.NEGATIVE_INFINITY, lower),
        bound(interval.getRightMargin(), Double.POSITIVE_INFINITY, upper));
  }

  /** As mathematics writes them: {@code [0.0, 1.0)}. */
  static String text(List<Field.Interval> intervals) {
    return intervals.stream()
        .map(
            interval ->
                (interval.lower().kind() == Kind.INCLUSIVE ? "[" : "(")
                    + interval.lower().value()
                    + ", "
                    + interval.upper().value()
                    + (interval.upper().kind() == Kind.INCLUSIVE ? "]" : ")"))
        .collect(Collectors.joining(" or "));
  }

  private static Bound bound(@Nullable Number margin, double none, Kind kind) {
    return margin == null ? new Bound(none, Kind.EXCLUSIVE) : new Bound(margin.doubleValue(), kind);
  }
}
