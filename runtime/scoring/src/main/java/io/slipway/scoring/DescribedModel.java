package io.slipway.scoring;

import java.util.Optional;

/** A model with more known of it than its engine knows. */
record DescribedModel(Model model, EngineInfo engine) implements Model {
  @Override
  public Signature signature() {
    return model.signature();
  }

  @Override
  public Landmarks landmarks() {
    return model.landmarks();
  }

  @Override
  public Optional<RowsTogether> rowsTogether() {
    return model.rowsTogether();
  }

  @Override
  public Batch score(Batch inputs) throws ScoringException {
    return model.score(inputs);
  }

  @Override
  public void close() {
    model.close();
  }
}
