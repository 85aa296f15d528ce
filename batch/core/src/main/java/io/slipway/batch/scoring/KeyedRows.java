package io.slipway.batch.scoring;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import java.util.List;

/**
 * Rows that can be scored, and by which key each prediction will be asked for.
 *
 * @param keys a row's each
 * @param inputs columns whose leading dimension is the rows; one that is not there is missing in
 *     every row
 */
public record KeyedRows(List<String> keys, Batch inputs) {
  /**
   * @throws IllegalArgumentException if a column has another number of rows than there are keys
   */
  public KeyedRows {
    keys = List.copyOf(keys);
    for (Column column : inputs.columns()) {
      if (column.shape().rank() == 0 || column.rows() != keys.size()) {
        throw new IllegalArgumentException(
            "%s does not have %d rows".formatted(column, keys.size()));
      }
    }
  }

  public int count() {
    return keys.size();
  }

  /**
   * Some of them, their values copied.
   *
   * @param from the first one
   * @param to the one behind the last
   */
  public KeyedRows part(int from, int to) {
    if (from == 0 && to == count()) {
      return this;
    }
    return new KeyedRows(keys.subList(from, to), inputs.rows(from, to));
  }
}
