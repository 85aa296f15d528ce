package io.slipway.scoring;

import java.util.Optional;

/** A loaded model. Safe for use by many threads at once until it is closed. */
public interface Model extends AutoCloseable {

  Signature signature();

  /** Which engine scores, and on what. */
  EngineInfo engine();

  /** What would show, were the model's document read otherwise. */
  default Landmarks landmarks() {
    return Landmarks.NONE;
  }

  /**
   * How many rows may be scored at once so that each gets the bits that it would get alone; empty
   * where nobody has found out.
   */
  default Optional<RowsTogether> rowsTogether() {
    return Optional.empty();
  }

  /**
   * Scores every row of a batch.
   *
   * @param inputs a column for each input of the signature, of its type and of a shape it accepts;
   *     an absent column means that every row misses the field. Names that the signature does not
   *     have are an error.
   * @return a column for each output of the signature, rows in the order of the inputs
   * @throws ScoringException if the model refuses the input; it names the row and the field
   */
  Batch score(Batch inputs) throws ScoringException;

  /** Frees what the model holds outside the heap. Scoring after it is an error. */
  @Override
  void close();
}
