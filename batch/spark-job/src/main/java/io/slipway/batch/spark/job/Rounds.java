package io.slipway.batch.spark.job;

import io.slipway.batch.job.JobException;
import io.slipway.batch.job.ScoringRun;
import io.slipway.batch.staging.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function2;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Scores what is not committed yet, in rounds: Spark's own tries of a task come one upon another,
 * and a store that is away for half a minute outlasts them. Between two rounds is a pause.
 *
 * @param retries how many rounds may follow the first
 * @param pause waits before a round; it is given that round's number, from 1
 * @param progress hears of every split that counts; it must not take long
 */
record Rounds(
    JavaSparkContext spark, ScoringRun run, int retries, Pause pause, Consumer<Tally> progress) {
  private static final Logger log = LoggerFactory.getLogger(Rounds.class);

  /** Waits before a round. */
  @FunctionalInterface
  interface Pause {
    /**
     * @param round from 1
     */
    void before(int round) throws InterruptedException;
  }

  /**
   * @return all splits, committed
   * @throws Failure if somebody must correct something, or the last round failed
   */
  Tally score() throws JobException, InterruptedException, Failure {
    for (int round = 0; ; round++) {
      if (round > 0) {
        pause.before(round);
      }
      List<Object> open = new ArrayList<>();
      Tally before = committed(open);
      progress.accept(before);
      if (open.isEmpty()) {
        return before;
      }
      Optional<Failure> failure = round(open, before);
      if (failure.isPresent()) {
        log.atWarn().addKeyValue("round", round).log(failure.get().getMessage());
        if (round >= retries || !failure.get().mayPass()) {
          throw failure.get();
        }
      }
    }
  }

  /** What counts already; the rest is added to the splits that are open. */
  private Tally committed(List<Object> open) throws JobException {
    Tally tally = Tally.of(run.splits());
    for (int split = 0; split < run.splits(); split++) {
      Optional<Commit> commit = run.committed(split);
      if (commit.isPresent()) {
        tally =
            tally.plus(new Outcome.Committed(split, commit.get().rows(), commit.get().errors()));
      } else {
        open.add(split);
      }
    }
    return tally;
  }

  private Optional<Failure> round(List<Object> open, Tally before) {
    AtomicReference<Outcome.Hopeless> hopeless = new AtomicReference<>();
    AtomicReference<Tally> tally = new AtomicReference<>(before);
    Function2<Object, List<Outcome>, BoxedUnit> heard =
        (_, outcomes) -> {
          for (Outcome outcome : outcomes) {
            switch (outcome) {
              case Outcome.Committed split ->
                  progress.accept(tally.updateAndGet(now -> now.plus(split)));
              case Outcome.Hopeless words -> {
                if (hopeless.compareAndSet(null, words)) {
                  spark.sc().cancelAllJobs();
                }
              }
            }
          }
          return BoxedUnit.UNIT;
        };
    try {
      spark
          .sc()
          .runJob(
              spark.parallelize(open, open.size()).rdd(),
              new SplitTask(),
              heard,
              ClassTag$.MODULE$.apply(List.class));
    } catch (Exception e) {
      Outcome.Hopeless words = hopeless.get();
      return Optional.of(words == null ? Failure.of(e) : Failure.of(words));
    }
    return Optional.ofNullable(hopeless.get()).map(Failure::of);
  }
}
