package io.slipway.server.measure;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.util.BitSet;

/** Rows in which a numeric output is NaN or infinite, or in which no output has a value. */
final class OutputFaults {
  private OutputFaults() {}

  static int in(Batch outputs) {
    BitSet faulty = new BitSet();
    BitSet valued = new BitSet();
    int rows = 0;
    boolean maybeEmpty = true;
    for (Column column : outputs.columns()) {
      rows = Math.max(rows, column.rows());
      markUnusable(column, faulty);
      maybeEmpty &= column.validity().hasMissing();
    }
    if (maybeEmpty) {
      outputs.columns().forEach(column -> markValued(column, valued));
      faulty.or(complement(valued, rows));
    }
    return faulty.cardinality();
  }

  private static void markUnusable(Column column, BitSet faulty) {
    switch (column.type()) {
      case FP16, FP32, FP64 -> {
        for (int i = 0; i < column.length(); i++) {
          if (!Double.isFinite(Numeric.at(column, i)) && column.isValid(i)) {
            faulty.set(Numeric.row(column, i));
          }
        }
      }
      default -> {
        // Every whole number is one, and a text is no number.
      }
    }
  }

  private static void markValued(Column column, BitSet valued) {
    for (int i = 0; i < column.length(); i++) {
      if (column.isValid(i)) {
        valued.set(Numeric.row(column, i));
      }
    }
  }

  private static BitSet complement(BitSet set, int size) {
    BitSet complement = (BitSet) set.clone();
    complement.flip(0, size);
    return complement;
  }
}
