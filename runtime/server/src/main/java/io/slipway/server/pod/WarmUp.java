package io.slipway.server.pod;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.SampleRows;
import io.slipway.scoring.ScoringException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores made-up rows before callers come, so that the first of them does not pay for compiling,
 * and a model that cannot score at all is found out.
 *
 * <p>A model may refuse every made-up row with good reason, so a refusal (a fault of the input) is
 * no failure; nor is a fault of the model where its inputs have dimensions of any length, since the
 * lengths made up may be ones that it cannot take. What fails is a model with inputs of known shape
 * that gives a fault of its own for each row.
 *
 * @param limit how long it may take; a model that is slower is served all the same
 * @param promptly within what time a row has to be scored to count as one that the model answers
 */
record WarmUp(Duration limit, Duration promptly) {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final int VARIANTS = 8;
  private static final int MOST_ROWS = 200;
  private static final long ENOUGH_NANOS = Duration.ofMillis(250).toNanos();

  /** How the rows went. */
  private record Result(
      int scored, int refused, Optional<Throwable> fault, Optional<Batch> answered) {}

  /**
   * @return a row that the model answers promptly; empty if none was found in time
   * @throws PodException WarmUpFailed
   */
  Optional<Batch> run(Model model) throws PodException, InterruptedException {
    Result result;
    try {
      result = LoadingThread.run("warm-up", limit, () -> scoreRows(model));
    } catch (TimeoutException e) {
      log.atWarn().log("a made-up row was not scored within {} s", limit.toSeconds());
      return Optional.empty();
    } catch (ExecutionException e) {
      throw PodException.internal(e.getCause() == null ? e : e.getCause());
    }
    log.atInfo()
        .addKeyValue("scored", result.scored())
        .addKeyValue("refused", result.refused())
        .log("warmed up");
    if (result.scored() == 0
        && result.fault().isPresent()
        && SampleRows.isShapeKnown(model.signature())) {
      Throwable fault = result.fault().get();
      throw new PodException(
          PodException.WARM_UP_FAILED,
          "the model loads and scores no row made up from its own inputs: "
              + (fault instanceof StackOverflowError
                  ? "it is nested too deeply, or refers to itself"
                  : String.valueOf(fault.getMessage())),
          fault);
    }
    return result.answered();
  }

  private Result scoreRows(Model model) {
    long end = System.nanoTime() + ENOUGH_NANOS;
    int scored = 0;
    int refused = 0;
    Optional<Throwable> fault = Optional.empty();
    Optional<Batch> answered = Optional.empty();
    for (int i = 0; i < MOST_ROWS && (i < VARIANTS || System.nanoTime() < end); i++) {
      Optional<Batch> row = SampleRows.row(model.signature(), i % VARIANTS);
      if (row.isEmpty()) {
        break;
      }
      try {
        long begun = System.nanoTime();
        model.score(row.get());
        scored++;
        if (System.nanoTime() - begun < promptly.toNanos()) {
          answered = answered.or(() -> row);
        }
      } catch (ScoringException e) {
        if (e.fault() == ScoringException.Fault.MODEL) {
          fault = Optional.of(e);
        } else {
          refused++;
        }
      } catch (RuntimeException | StackOverflowError e) {
        fault = Optional.of(e);
      }
      if (Thread.interrupted()) {
        break;
      }
    }
    return new Result(scored, refused, fault, answered);
  }
}
