package io.slipway.batch.scoring;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Validity;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.BitSet;
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
    List<Column> columns = new ArrayList<>(inputs.size());
    for (Column column : inputs.columns()) {
      columns.add(part(column, from, to));
    }
    return new KeyedRows(keys.subList(from, to), Batch.of(columns));
  }

  private static Column part(Column column, int from, int to) {
    int width = column.rows() == 0 ? 0 : column.length() / column.rows();
    int length = (to - from) * width;
    Object values = Array.newInstance(column.type().arrayType().componentType(), length);
    System.arraycopy(column.values(), from * width, values, 0, length);
    BitSet missing = new BitSet();
    for (int i = 0; i < length; i++) {
      missing.set(i, !column.isValid(from * width + i));
    }
    long[] shape = column.shape().toArray();
    shape[0] = (long) to - from;
    return Column.of(
        column.name(), column.type(), Shape.of(shape), values, Validity.allBut(missing));
  }
}
