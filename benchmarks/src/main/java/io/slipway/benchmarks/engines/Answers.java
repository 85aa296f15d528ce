package io.slipway.benchmarks.engines;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import java.lang.reflect.Array;
import java.util.Iterator;

/** Whether engines answer alike: figures of engines that do not would mean nothing. */
final class Answers {
  private static final double CLOSE = 1e-10;
  private static final double CLOSE_FLOATS = 1e-5;
  private static final double NEAR_ZERO = 1e-6;

  /** What a text's place in an answer takes; the text itself is the model's. */
  private static final int REFERENCE = 4;

  private Answers() {}

  /**
   * Compares what two engines answer to a batch, and to its first rows singly.
   *
   * @throws IllegalStateException if they differ
   */
  static void compare(Model ours, Model theirs, Batch rows) throws ScoringException {
    String peer = theirs.engine().name();
    compare(ours.score(rows), peer, theirs.score(rows));
    for (int row = 0; row < EngineBenchmark.SINGLES; row++) {
      Batch single = rows.rows(row, row + 1);
      compare(ours.score(single), peer, theirs.score(single));
    }
  }

  /**
   * Compares outputs by their order.
   *
   * @throws IllegalStateException if they differ
   */
  static void compare(Batch ours, String peer, Batch theirs) {
    Iterator<Column> others = theirs.columns().iterator();
    for (Column column : ours.columns()) {
      Column other = others.next();
      for (int i = 0; i < column.length(); i++) {
        Object a = value(column, i);
        Object b = value(other, i);
        if (!same(a, b)) {
          throw new IllegalStateException(
              "%s %d is %s, and %s says %s".formatted(column.name(), i, a, peer, b));
        }
      }
    }
  }

  /** What the arrays of an answer's columns take a row. */
  static double bytes(Batch answer) {
    double bytes = 0;
    for (Column column : answer.columns()) {
      bytes += (double) column.length() * bytes(column.type()) / column.rows();
    }
    return bytes;
  }

  private static int bytes(DataType type) {
    return switch (type) {
      case BOOL, INT8, UINT8 -> 1;
      case INT16, UINT16, FP16 -> 2;
      case INT32, UINT32, FP32 -> 4;
      case INT64, UINT64, FP64 -> 8;
      case BYTES -> REFERENCE;
    };
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
