package io.slipway.batch.warehouse;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;

/**
 * Some rows, column by column.
 *
 * @param keys text, none missing
 * @param values what was predicted; an output that has no column here is missing in all the rows
 * @param errors text, missing where a row could be scored
 */
public record Rows(Column keys, Batch values, Column errors) {

  public Rows {
    requireText(keys);
    requireText(errors);
    int rows = keys.length();
    if (errors.length() != rows
        || values.columns().stream().anyMatch(column -> column.length() != rows)) {
      throw new IllegalArgumentException("columns of different lengths");
    }
    if (keys.validity().hasMissing()) {
      throw new IllegalArgumentException("a key is missing");
    }
  }

  private static void requireText(Column column) {
    if (column.type() != DataType.BYTES) {
      throw new IllegalArgumentException(column.name() + " is not text");
    }
  }

  /** Rows that could all be scored. */
  public static Rows scored(Column keys, Batch values) {
    return new Rows(keys, values, Column.ofMissing("error", DataType.BYTES, keys.length()));
  }

  public int size() {
    return keys.length();
  }

  public Counts counts() {
    int failed = 0;
    for (int row = 0; row < size(); row++) {
      failed += errors.isValid(row) ? 1 : 0;
    }
    return new Counts(size(), failed);
  }
}
