package io.slipway.registry.validation;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.SampleRows;
import io.slipway.scoring.ScoringException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Scores made-up rows, to find out a model that loads and can score none: by the rule that pods go
 * by when they warm up, so that what is let in here is served there. A refusal of a row is no
 * fault, nor is a fault where rows have dimensions of any length, nor slowness.
 */
final class Trial {
  private static final int ROWS = 8;
  private static final int SECONDS = 10;
  private static final long STACK_BYTES = 8L << 20;

  private Trial() {}

  /** What is wrong with the model, in words; empty if nothing is known to be. */
  static Optional<String> fault(Model model) {
    if (!SampleRows.isShapeKnown(model.signature())) {
      return Optional.empty();
    }
    FutureTask<Optional<String>> task = new FutureTask<>(() -> faultOfRows(model));
    Thread thread = new Thread(null, task, "trial", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Optional<String> faultOfRows(Model model) {
    Optional<String> fault = Optional.empty();
    for (int variant = 0; variant < ROWS; variant++) {
      Optional<Batch> row = SampleRows.row(model.signature(), variant);
      if (row.isEmpty()) {
        return Optional.empty();
      }
      try {
        model.score(row.get());
        return Optional.empty();
      } catch (ScoringException e) {
        if (e.fault() == ScoringException.Fault.MODEL) {
          fault = Optional.of(String.valueOf(e.getMessage()));
        }
      } catch (StackOverflowError e) {
        fault = Optional.of("it is nested too deeply, or refers to itself");
      } catch (RuntimeException e) {
        fault = Optional.of(e.getClass().getSimpleName());
      }
    }
    return fault.map(
        words -> "the model loads and scores no row made up from its own inputs: " + words);
  }
}
