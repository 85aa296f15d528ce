package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows whose tensors are of the same shapes, and how many may go together. Until enough of them
 * have been scored alone nobody knows. Safe for use by many threads, of which one makes the trial
 * and none waits for it.
 */
final class RowsOfForm {
  /** Of which a trial is made. */
  private static final int ENOUGH = 64;

  private final List<Batch> rows = new ArrayList<>();
  private final List<Batch> alone = new ArrayList<>();
  private volatile Optional<RowsTogether> found = Optional.empty();

  /** How many go together, where that is known. */
  Optional<RowsTogether> found() {
    return found;
  }

  /** From now on. */
  void found(RowsTogether together) {
    found = Optional.of(together);
  }

  /**
   * Keeps a row in mind that was scored alone, and tries all those of before together once there
   * are enough.
   */
  void met(Model model, Batch row, Batch answer) {
    Optional<TogetherTrial> trial = trial(model, row, answer);
    if (trial.isPresent() && trial.get().shows()) {
      trial.get().run().ifPresent(this::found);
    }
  }

  /** The one that the last row that was wanted completes. */
  private synchronized Optional<TogetherTrial> trial(Model model, Batch row, Batch answer) {
    if (found.isPresent()) {
      return Optional.empty();
    }
    rows.add(row);
    alone.add(answer);
    if (rows.size() < ENOUGH) {
      return Optional.empty();
    }
    TogetherTrial trial = new TogetherTrial(model, List.copyOf(rows), List.copyOf(alone));
    rows.clear();
    alone.clear();
    return Optional.of(trial);
  }
}
