package io.slipway.scoring.batching;

import io.slipway.scoring.Batch;
import io.slipway.scoring.batching.Rows.Form;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One call of {@link BatchingModel#score}. Its fields are guarded by the model's lock. */
final class Caller {
  final Batch inputs;
  final CompletableFuture<Turn> turn = new CompletableFuture<>();
  final long arrived = System.nanoTime();

  /** What it can be joined by; nothing where it has to be scored by itself. */
  Optional<Form> form;

  /** Nobody waits for its answer any more. */
  boolean gone;

  /** What a caller that waits is woken for. */
  sealed interface Turn {
    /** Another has scored its rows. */
    record Answered(Batch outputs) implements Turn {}

    /** It is to call the model, for others too. */
    record Lead(List<Caller> others) implements Turn {}

    /** The model is closed. */
    record Closed() implements Turn {}
  }

  Caller(Batch inputs, Optional<Form> form) {
    this.inputs = inputs;
    this.form = form;
  }

  int rows() {
    return form.map(Form::rows).orElse(0);
  }
}
