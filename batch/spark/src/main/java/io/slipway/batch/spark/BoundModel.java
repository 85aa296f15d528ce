package io.slipway.batch.spark;

import io.slipway.batch.scoring.KeyedRows;
import io.slipway.batch.scoring.Predictions;
import io.slipway.batch.scoring.RowError;
import io.slipway.batch.scoring.RowScorer;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A model that knows where in a row its inputs are. For one thread. */
final class BoundModel {
  private final RowBatch batch;
  private final RowScorer scorer;
  private final Answers answers;

  /** What rows are known by on their way through the scorer: their places. */
  private final List<String> places;

  private BoundModel(RowBatch batch, RowScorer scorer, Answers answers, int rowsPerCall) {
    this.batch = batch;
    this.scorer = scorer;
    this.answers = answers;
    this.places = IntStream.range(0, rowsPerCall).mapToObj(Integer::toString).toList();
  }

  /**
   * @param rows what the rows have
   * @throws IllegalArgumentException if no such row can ever be scored, or an output is asked for
   *     that the model does not have
   */
  static BoundModel of(Model model, StructType rows, ScoringOptions options) {
    return new BoundModel(
        RowBatch.of(model.signature(), rows),
        RowScorer.of(model, options.rowsPerCall()),
        Answers.of(model.signature(), options),
        options.rowsPerCall());
  }

  Answers answers() {
    return answers;
  }

  /**
   * The answers to rows, one each, in their order.
   *
   * @param rows as many as go into a call of the model, or fewer
   */
  List<@Nullable Object[]> score(List<Row> rows) {
    @Nullable Object[][] done = new Object[rows.size()][];
    List<String> keys = new ArrayList<>(rows.size());
    batch.clear();
    for (int place = 0; place < rows.size(); place++) {
      try {
        if (batch.add(rows.get(place)) == RowBatch.Adding.OF_ANOTHER_SHAPE) {
          scoreBatch(keys, done);
          batch.add(rows.get(place));
        }
        keys.add(places.get(place));
      } catch (UnfitValueException e) {
        done[place] = answers.refused(String.valueOf(e.getMessage()));
      }
    }
    scoreBatch(keys, done);
    return List.of(done);
  }

  /** Scores the rows in the batch, which is empty afterwards. */
  private void scoreBatch(List<String> keys, @Nullable Object[][] done) {
    if (batch.count() > 0) {
      try {
        scorer.score(new KeyedRows(keys, batch.inputs()), new Filing(done));
      } catch (IOException e) {
        throw new UncheckedIOException("answers are kept in memory", e);
      }
    }
    batch.clear();
    keys.clear();
  }

  /** Puts each answer where its row is. */
  private final class Filing implements Predictions {
    private final @Nullable Object[][] done;

    private Filing(@Nullable Object[][] done) {
      this.done = done;
    }

    @Override
    public void scored(List<String> keys, Batch outputs) {
      for (int row = 0; row < keys.size(); row++) {
        done[Integer.parseInt(keys.get(row))] = answers.scored(outputs, row);
      }
    }

    @Override
    public void refused(RowError error) {
      String why =
          error.field().map(field -> "field \"" + field + "\": ").orElse("") + error.reason();
      done[Integer.parseInt(error.key().orElseThrow())] = answers.refused(why);
    }
  }
}
