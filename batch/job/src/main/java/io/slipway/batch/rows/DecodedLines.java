package io.slipway.batch.rows;

import io.slipway.batch.scoring.KeyedRows;
import io.slipway.batch.scoring.RowError;
import java.util.List;

/**
 * What lines said.
 *
 * @param rows that can be scored, in the order of the lines, in as many pieces as there are
 *     stretches without a bad line
 * @param errors one for each line that says no row
 */
public record DecodedLines(List<KeyedRows> rows, List<RowError> errors) {
  public DecodedLines {
    rows = List.copyOf(rows);
    errors = List.copyOf(errors);
  }
}
