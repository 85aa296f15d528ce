package io.slipway.server.pod;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slipway.scoring.ExecutionProvider;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelFormat;
import io.slipway.scoring.batching.BatchListener;
import io.slipway.scoring.batching.BatchPlan;
import io.slipway.scoring.batching.BatchSizes;
import io.slipway.scoring.batching.BatchTrial;
import io.slipway.scoring.batching.BatchingModel;
import io.slipway.server.pod.ModelLoader.LoadedModel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the rows of callers who wait be scored together, where a trial shows that it pays. Only ONNX
 * models are tried: the engines for PMML have as much to do for each row as for the first.
 *
 * @param processors of the pod
 * @param intraOpThreads that one call of the model uses
 * @param mostRows of waiting callers in one call; with 1 nothing is tried
 */
record Batching(int processors, int intraOpThreads, int mostRows, MeterRegistry meters) {
  static final int DEFAULT_ROWS = 64;

  private static final Logger log = LoggerFactory.getLogger(Batching.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** As many callers as make full batches, within reason: each is a thread. */
  private static final int MOST_CALLERS = 128;

  /**
   * A model as callers are to use it.
   *
   * @param plan what the trial found; empty where there was none
   * @param callers how many at once keep it busy
   */
  record Batched(Model model, Optional<BatchPlan> plan, int callers) {}

  Batched of(LoadedModel loaded) throws InterruptedException {
    Model model = loaded.model();
    if (loaded.format() != ModelFormat.ONNX || mostRows == 1) {
      return new Batched(model, Optional.empty(), processors);
    }
    BatchPlan found = trial(model);
    BatchPlan plan = new BatchPlan(Math.min(mostRows, found.mostRows()), found.why());
    log.atInfo()
        .addKeyValue("mostRows", plan.mostRows())
        .addKeyValue("why", plan.why())
        .log(plan.isTogether() ? "waiting rows are scored together" : "rows are scored apart");
    if (!plan.isTogether()) {
      return new Batched(model, Optional.of(plan), processors);
    }
    boolean gpu = model.engine().executionProvider() == ExecutionProvider.CUDA;
    // While a GPU works for one call the rows of the next gather: two at once share what there is.
    int calls = gpu ? 1 : Math.max(1, processors / intraOpThreads);
    BatchSizes sizes = gpu ? BatchSizes.POWERS_OF_TWO : BatchSizes.ANY;
    return new Batched(
        new BatchingModel(model, plan, calls, sizes, listener()),
        Optional.of(plan),
        Math.max(processors, Math.min(MOST_CALLERS, calls * plan.mostRows())));
  }

  private static BatchPlan trial(Model model) throws InterruptedException {
    try {
      return LoadingThread.run("batch-trial", LIMIT, () -> BatchTrial.of(model));
    } catch (TimeoutException e) {
      return new BatchPlan(1, "it could not be measured within " + LIMIT.toSeconds() + " s");
    } catch (ExecutionException e) {
      return new BatchPlan(1, "it could not be measured: " + e.getCause());
    }
  }

  private BatchListener listener() {
    DistributionSummary callers =
        DistributionSummary.builder("slipway.batch.requests")
            .description("Requests whose rows went into one call of the model")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64)
            .register(meters);
    Timer wait =
        Timer.builder("slipway.batch.wait")
            .description("For how long requests waited for others' calls of the model to end")
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(25),
                Duration.ofMillis(100),
                Duration.ofMillis(500),
                Duration.ofMillis(2500))
            .register(meters);
    return new BatchListener() {
      @Override
      public void scores(int requests) {
        callers.record(requests);
      }

      @Override
      public void waited(long nanos) {
        wait.record(nanos, TimeUnit.NANOSECONDS);
      }
    };
  }
}
