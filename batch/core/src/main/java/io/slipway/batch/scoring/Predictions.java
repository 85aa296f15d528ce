package io.slipway.batch.scoring;

import io.slipway.scoring.Batch;
import java.io.IOException;
import java.util.List;

/** Where scored rows go, in the order in which they were read. */
public interface Predictions {

  /**
   * Rows that have a prediction.
   *
   * @param keys a row's each
   * @param outputs the model's columns, as many rows
   */
  void scored(List<String> keys, Batch outputs) throws IOException;

  /** A row that has none. */
  void refused(RowError error) throws IOException;
}
