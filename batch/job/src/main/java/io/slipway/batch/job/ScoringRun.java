package io.slipway.batch.job;

import io.slipway.batch.plan.RunId;
import io.slipway.batch.plan.Split;
import io.slipway.batch.run.InvalidRunException;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.staging.Commit;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.batching.SameBitsModel;
import io.slipway.server.pod.ModelSupply;
import io.slipway.server.pod.ModelSupply.Wanted;
import io.slipway.server.pod.PodException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A planned run whose splits are scored here: one of them by a pod of a Job, many by an executor of
 * Spark. The model is loaded when a split is scored for the first time, and shared by all of them.
 * Splits may be scored from several threads.
 */
public final class ScoringRun implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ScoringRun.class);

  private final RunFolder.Known run;
  private final SplitWorker worker;
  private final ModelSupply models;
  private @Nullable Model model;

  private ScoringRun(RunFolder.Known run, SplitWorker worker, ModelSupply models) {
    this.run = run;
    this.worker = worker;
    this.models = models;
  }

  /**
   * The run that a pod was given, by variables and mounts as the contract of batch pods lists them.
   *
   * @throws JobException if it cannot be scored: what it was given makes no sense, it was not
   *     planned, or a place of it cannot be reached
   */
  public static ScoringRun open(Map<String, String> environment) throws JobException {
    try {
      JobConfig config = JobConfig.read(environment);
      return open(config, new MountedPlaces(config.config(), environment), Engines.installed());
    } catch (IOException | InvalidRunException | PodException e) {
      throw JobException.of(e);
    }
  }

  static ScoringRun open(JobConfig config, Places places, Engines engines)
      throws IOException, JobException, PodException, InvalidRunException {
    RunSpec spec = config.run();
    RunId id = config.runId();
    RunFolder folder = places.folder(spec.staging(), spec.output().set(), id);
    RunFolder.Known run = folder.known(id, spec);
    SplitWorker worker =
        new SplitWorker(spec, run, RunInput.of(spec, places), folder.staging(), config.scratch());
    return new ScoringRun(run, worker, ModelSupply.of(config.environment(), engines));
  }

  /** How many splits there are; they are counted from 0. */
  public int splits() {
    return run.plan().splits().size();
  }

  /** What counts for a split, if anything does yet. */
  public Optional<Commit> committed(int split) throws JobException {
    try {
      return worker.committed(split(split));
    } catch (IOException e) {
      throw JobException.of(e);
    }
  }

  /**
   * Scores a split and commits it.
   *
   * @return what counts: this commit, or that of another that was first
   * @throws JobException if it cannot be done; what it means to the run is its remedy
   */
  public Commit score(int split) throws JobException, InterruptedException {
    try {
      return score(split(split), _ -> {});
    } catch (IOException | PodException | RuntimeException e) {
      throw JobException.of(e);
    }
  }

  Split split(int index) {
    return run.plan().splits().get(index);
  }

  Commit score(Split split, Consumer<Progress> progress)
      throws IOException, JobException, PodException, InterruptedException {
    return worker.score(split, model(), progress);
  }

  private synchronized Model model() throws PodException, InterruptedException {
    Model loaded = model;
    if (loaded == null) {
      Wanted wanted =
          new Wanted(
              run.run().model().name(),
              run.run().model().version(),
              run.run().modelUri(),
              Optional.of(run.run().model().digest()),
              Optional.of(run.run().format()));
      loaded =
          SameBitsModel.forRows(
              models.load(wanted, models.fetch(wanted)).model(), ScoringRun::tell);
      model = loaded;
    }
    return loaded;
  }

  private static void tell(RowsTogether together) {
    log.atInfo()
        .addKeyValue("mostRows", together.most())
        .addKeyValue("company", together.company())
        .addKeyValue("why", together.why())
        .log("so many rows go into a call of the model at most, and get the bits of single rows");
  }

  /** Closes the model, once no split is being scored. */
  @Override
  public synchronized void close() {
    if (model != null) {
      model.close();
    }
  }
}
