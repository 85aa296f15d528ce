package io.slipway.benchmarks.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.lang.reflect.Array;
import java.util.Iterator;
import java.util.List;

/** Whether contenders answer alike: figures of engines that do not would mean nothing. */
final class Answers {
  private static final double CLOSE = 1e-10;
  private static final double CLOSE_FLOATS = 1e-5;
  private static final double NEAR_ZERO = 1e-6;

  private Answers() {}

  /**
   * Compares outputs by their order, as numbers whatever their type: a tensor model has names and
   * shapes of its own.
   *
   * @throws IllegalStateException if they differ
   */
  static void compare(Contender one, List<Batch> left, Contender other, List<Batch> right) {
    for (int call = 0; call < left.size(); call++) {
      Iterator<Column> lefts = left.get(call).columns().iterator();
      for (Column column : right.get(call).columns()) {
        Column against = lefts.next();
        for (int i = 0; i < column.length(); i++) {
          Object a = value(against, i);
          Object b = value(column, i);
          if (!same(a, b)) {
            throw new IllegalStateException(
                "call %d, %s %d: %s says %s and %s says %s"
                    .formatted(call, against.name(), i, one.name(), a, other.name(), b));
          }
        }
      }
    }
  }

  private static Object value(Column column, int i) {
    return column.isValid(i) ? Array.get(column.values(), i) : "missing";
  }

  private static boolean same(Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      double difference = Math.abs(x.doubleValue() - y.doubleValue());
      boolean single = a instanceof Float && b instanceof Float;
      double share = single ? CLOSE_FLOATS : CLOSE;
      return a.equals(b)
          || difference <= share * Math.abs(x.doubleValue())
          || (single && difference < NEAR_ZERO);
    }
    return a.equals(b);
  }
}
