package io.slipway.batch.scoring;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.io.IOException;
import java.util.Optional;

/**
 * Scores rows in calls of many, and finds those that the model refuses: where it says which row is
 * at fault that one is left out, else halves are tried, down to single rows. What is left gets what
 * it would have got alone from a model whose rows do not depend on their neighbours, such as {@link
 * io.slipway.scoring.batching.SameBitsModel#forRows}.
 *
 * <p>As safe for use by many threads as its model.
 */
public final class RowScorer {
  private final Model model;
  private final int rowsPerCall;

  private RowScorer(Model model, int rowsPerCall) {
    this.model = model;
    this.rowsPerCall = rowsPerCall;
  }

  /**
   * @param rowsPerCall how many at most are given to the model at once, 1 or more; a model of one
   *     row a call is given one
   * @throws IllegalArgumentException if the model takes neither any number of rows nor one
   */
  public static RowScorer of(Model model, int rowsPerCall) {
    int rows = rowsPerCall;
    for (Field field : model.signature().inputs()) {
      long accepted = field.shape().rank() == 0 ? 0 : field.shape().dimension(0);
      if (accepted == 1) {
        rows = 1;
      } else if (accepted != Shape.DYNAMIC) {
        throw new IllegalArgumentException(
            "input %s has shape %s: rows of a table fit an input whose first dimension is dynamic; export the model with a dynamic batch dimension"
                .formatted(field.name(), field.shape()));
      }
    }
    return new RowScorer(model, rows);
  }

  /**
   * @throws IOException if {@code predictions} fails; whatever is wrong with a row is told to it
   */
  public void score(KeyedRows rows, Predictions predictions) throws IOException {
    for (int from = 0; from < rows.count(); from += rowsPerCall) {
      attempt(rows.part(from, Math.min(rows.count(), from + rowsPerCall)), predictions);
    }
  }

  private void attempt(KeyedRows rows, Predictions predictions) throws IOException {
    KeyedRows left = rows;
    while (left.count() > 0) {
      Batch outputs;
      try {
        outputs = requireRows(model.score(left.inputs()), left.count());
      } catch (ScoringException e) {
        left = afterFirstFault(left, e, predictions);
        continue;
      }
      predictions.scored(left.keys(), outputs);
      return;
    }
  }

  /** Deals with the rows up to the one at fault, and gives back those behind it. */
  private KeyedRows afterFirstFault(KeyedRows rows, ScoringException e, Predictions predictions)
      throws IOException {
    int count = rows.count();
    int blamed = count == 1 ? 0 : e.row().orElse(-1);
    if (blamed < 0 || blamed >= count) {
      attempt(rows.part(0, count / 2), predictions);
      return rows.part(count / 2, count);
    }
    attempt(rows.part(0, blamed), predictions);
    predictions.refused(
        new RowError(
            Optional.of(rows.keys().get(blamed)), e.field(), String.valueOf(e.getMessage())));
    return rows.part(blamed + 1, count);
  }

  private static Batch requireRows(Batch outputs, int rows) throws ScoringException {
    for (Column column : outputs.columns()) {
      if (column.shape().rank() == 0 || column.rows() != rows) {
        throw ScoringException.modelFailed(
            "the model answers %s to %d rows".formatted(column, rows),
            new IllegalStateException("no answer row by row"));
      }
    }
    return outputs;
  }
}
