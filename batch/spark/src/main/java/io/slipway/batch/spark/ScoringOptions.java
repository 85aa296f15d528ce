package io.slipway.batch.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How rows are scored and what the columns are called.
 *
 * @param rowsPerCall how many rows at most are given to the model at once, 1 or more
 * @param outputs which of the model's; all of them when none is named
 * @param prefix before the names of outputs, for models whose target is called as a column is
 * @param errorColumn that says why a row has no prediction; null in rows that have one
 */
public record ScoringOptions(
    int rowsPerCall, List<String> outputs, String prefix, String errorColumn)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if {@code rowsPerCall} is below 1
   */
  public ScoringOptions {
    if (rowsPerCall < 1) {
      throw new IllegalArgumentException("rowsPerCall is %d, not 1 or more".formatted(rowsPerCall));
    }
    outputs = List.copyOf(outputs);
  }

  /** 1024 rows a call, all outputs under their own names, errors in {@code slipway_error}. */
  public static ScoringOptions defaults() {
    return new ScoringOptions(1024, List.of(), "", "slipway_error");
  }

  public ScoringOptions withRowsPerCall(int rows) {
    return new ScoringOptions(rows, outputs, prefix, errorColumn);
  }

  /** One output more of those that are wanted. */
  public ScoringOptions withOutput(String name) {
    List<String> more = new ArrayList<>(outputs);
    more.add(name);
    return new ScoringOptions(rowsPerCall, more, prefix, errorColumn);
  }

  public ScoringOptions withPrefix(String text) {
    return new ScoringOptions(rowsPerCall, outputs, text, errorColumn);
  }

  public ScoringOptions withErrorColumn(String name) {
    return new ScoringOptions(rowsPerCall, outputs, prefix, name);
  }
}
