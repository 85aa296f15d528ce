package io.slipway.batch.spark.job;

import io.slipway.batch.job.JobException;
import io.slipway.batch.job.JobException.Remedy;
import io.slipway.batch.job.ScoringRun;
import io.slipway.batch.staging.Commit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction1;

/**
 * What an executor does with the splits of a task. The run, and with it the model, is opened once
 * in each executor and shared by its tasks; an executor has one run in its life.
 */
final class SplitTask extends AbstractFunction1<Iterator<Object>, List<Outcome>>
    implements Serializable {
  private static final long serialVersionUID = 1;
  private static final Logger log = LoggerFactory.getLogger(SplitTask.class);

  private static @Nullable ScoringRun open;

  @Override
  public List<Outcome> apply(Iterator<Object> splits) {
    List<Outcome> outcomes = new ArrayList<>();
    while (splits.hasNext()) {
      outcomes.add(score((Integer) splits.next()));
    }
    return outcomes;
  }

  private static Outcome score(int split) {
    try {
      ScoringRun run = run();
      Optional<Commit> done = run.committed(split);
      Commit commit = done.isPresent() ? done.get() : run.score(split);
      return new Outcome.Committed(split, commit.rows(), commit.errors());
    } catch (JobException e) {
      log.atWarn().addKeyValue("split", split).setCause(e).log("the split could not be scored");
      if (e.remedy() == Remedy.CORRECT) {
        return new Outcome.Hopeless(split, e.reason(), String.valueOf(e.getMessage()));
      }
      throw new TryAgainException(e.reason(), String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TryAgainException("Internal", "the task was told to stop");
    }
  }

  private static synchronized ScoringRun run() throws JobException {
    ScoringRun run = open;
    if (run == null) {
      run = ScoringRun.open(System.getenv());
      open = run;
    }
    return run;
  }
}
