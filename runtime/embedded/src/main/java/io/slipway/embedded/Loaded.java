package io.slipway.embedded;

import io.slipway.scoring.Model;

/** A version that is loaded. */
record Loaded(ScoringVersion version, Model model) implements AutoCloseable {

  @Override
  public void close() {
    model.close();
  }
}
