package io.slipway.batch.job;

import io.slipway.batch.plan.RunId;
import io.slipway.batch.plan.Split;
import io.slipway.batch.run.InvalidRunException;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.scoring.Engines;
import io.slipway.server.pod.ModelSupply;
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
      case SCORE -> score();
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

  private Map<String, Object> score()
      throws IOException, JobException, PodException, InvalidRunException, InterruptedException {
    int index = config.split();
    try (ScoringRun run = ScoringRun.open(config, places, engines)) {
      if (index >= run.splits()) {
        throw JobException.correct(
            "ConfigInvalid",
            "JOB_COMPLETION_INDEX is %d, and the plan has %d splits"
                .formatted(index, run.splits()));
      }
      Optional<Commit> done = run.committed(index);
      if (done.isPresent()) {
        log.atInfo().addKeyValue("split", index).log("the split is committed already");
        return Words.scored(done.get());
      }
      Split split = run.split(index);
      try (ProgressServer server = new ProgressServer(config.port(), Progress.begin(split))) {
        return Words.scored(run.score(split, server::tell));
      }
    }
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
          new Activation(
              spec.output().set(),
              warehouse,
              places.asked(spec.staging(), spec.output().set()),
              spec.publishing().retainSets());
      return Words.activated(activation.run(config.setId(), config.asked()));
    }
  }
}
