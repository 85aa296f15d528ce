package io.slipway.batch.job;

import io.slipway.batch.plan.RunId;
import io.slipway.batch.plan.Split;
import io.slipway.batch.run.InvalidRunException;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Model;
import io.slipway.scoring.RowsTogether;
import io.slipway.scoring.batching.SameBitsModel;
import io.slipway.server.pod.ModelSupply;
import io.slipway.server.pod.ModelSupply.Wanted;
import io.slipway.server.pod.PodException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each role does, from what a pod was given to its last word. */
record Program(JobConfig config, Places places, Engines engines, InstantSource clock) {
  private static final Logger log = LoggerFactory.getLogger(Program.class);

  /**
   * @return the last word
   */
  Map<String, Object> run(Role role)
      throws IOException, JobException, PodException, InvalidRunException, InterruptedException {
    RunSpec spec = config.run();
    return switch (role) {
      case PLAN -> plan(spec);
      case SCORE -> score(spec);
      case PUBLISH -> publish(spec);
      case ACTIVATE -> activate(spec);
    };
  }

  private Map<String, Object> plan(RunSpec spec)
      throws IOException, JobException, PodException, InterruptedException {
    Planning planning = new Planning(spec, places, models(), clock);
    Planning.Planned planned = planning.run(config.knownRunId());
    return Words.planned(planned.run(), planned.plan());
  }

  private ModelSupply models() throws PodException {
    return ModelSupply.of(config.environment(), engines);
  }

  private Map<String, Object> score(RunSpec spec)
      throws IOException, JobException, PodException, InterruptedException {
    RunId id = config.runId();
    RunFolder folder = places.folder(spec.staging(), spec.output().set(), id);
    RunFolder.Known run = folder.known(id, spec);
    int index = config.split();
    if (index >= run.plan().splits().size()) {
      throw JobException.correct(
          "ConfigInvalid",
          "JOB_COMPLETION_INDEX is %d, and the plan has %d splits"
              .formatted(index, run.plan().splits().size()));
    }
    Split split = run.plan().splits().get(index);
    SplitWorker worker =
        new SplitWorker(spec, run, RunInput.of(spec, places), folder.staging(), config.scratch());
    Optional<Commit> done = worker.committed(split);
    if (done.isPresent()) {
      log.atInfo().addKeyValue("split", index).log("the split is committed already");
      return Words.scored(done.get());
    }
    try (ProgressServer server = new ProgressServer(config.port(), Progress.begin(split));
        Model model = model(run)) {
      return Words.scored(worker.score(split, model, server::tell));
    }
  }

  private Model model(RunFolder.Known run) throws PodException, InterruptedException {
    ModelSupply models = models();
    Wanted wanted =
        new Wanted(
            run.run().model().name(),
            run.run().model().version(),
            run.run().modelUri(),
            Optional.of(run.run().model().digest()),
            Optional.of(run.run().format()));
    return SameBitsModel.forRows(models.load(wanted, models.fetch(wanted)).model(), Program::tell);
  }

  private static void tell(RowsTogether together) {
    log.atInfo()
        .addKeyValue("mostRows", together.most())
        .addKeyValue("company", together.company())
        .addKeyValue("why", together.why())
        .log("so many rows go into a call of the model at most, and get the bits of single rows");
  }

  private Map<String, Object> publish(RunSpec spec)
      throws IOException, JobException, InterruptedException {
    RunId id = config.runId();
    RunFolder folder = places.folder(spec.staging(), spec.output().set(), id);
    RunFolder.Known run = folder.known(id, spec);
    try (Warehouse warehouse = places.warehouse(spec.output())) {
      Publication publication =
          new Publication(
              spec, run.run(), run.plan().splits().size(), folder, warehouse, config.scratch());
      return Words.published(publication.finish());
    }
  }

  private Map<String, Object> activate(RunSpec spec) throws IOException, JobException {
    try (Warehouse warehouse = places.warehouse(spec.output())) {
      Activation activation =
          new Activation(spec.output().set(), warehouse, spec.publishing().retainSets());
      return Words.activated(activation.run(config.setId()));
    }
  }
}
