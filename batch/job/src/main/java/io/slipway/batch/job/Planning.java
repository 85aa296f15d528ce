package io.slipway.batch.job;

import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.rows.SplitRows;
import io.slipway.batch.run.PlannedRun;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.scoring.RowScorer;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.scoring.Model;
import io.slipway.scoring.Signature;
import io.slipway.server.pod.ModelSupply;
import io.slipway.server.pod.ModelSupply.Supplied;
import io.slipway.server.pod.ModelSupply.Wanted;
import io.slipway.server.pod.PodException;
import io.slipway.server.source.ModelFetcher.Fetched;
import io.slipway.server.source.ModelUri;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Finds out what a run is: which model by its bytes, which files as they are now. What can be known
 * to fail later fails here: a model that cannot take such rows, outputs that cannot be columns, a
 * warehouse that does not answer.
 */
record Planning(RunSpec spec, Places places, ModelSupply models, InstantSource clock) {

  /** Of a model whose bytes will say it. */
  private static final String NO_VERSION_YET = "undecided";

  /** What came out. */
  record Planned(PlannedRun run, Plan plan) {}

  /**
   * @param expected the run that this is to be, where an earlier attempt has said so
   */
  Planned run(Optional<RunId> expected)
      throws IOException, JobException, PodException, InterruptedException {
    RunInput input = RunInput.of(spec, places);
    Plan plan = input.plan();
    Wanted wanted = wanted(spec);
    Fetched fetched = models.fetch(wanted);
    Supplied supplied = models.load(wanted, fetched);
    OutputColumns outputs;
    try (Model model = supplied.model()) {
      outputs = OutputColumns.of(model.signature(), spec.output().columns());
      requireRows(model);
      requireReadable(input, plan, model.signature());
    }
    RunId id = spec.id(fetched.digest().toString(), plan.digest());
    if (expected.isPresent() && !expected.get().equals(id)) {
      throw JobException.correct(
          "InputChanged",
          "the input or the model is another than when run %s was planned, and would make run %s: start a new run, and write input files under new names rather than over old ones"
              .formatted(expected.get().shortForm(), id.shortForm()));
    }
    try (Warehouse warehouse = places.warehouse(spec.output())) {
      warehouse.ping();
    }
    PlannedRun planned =
        new PlannedRun(
            id,
            model(fetched.digest().toString()),
            fetched.settled().map(ModelUri::display).orElse(spec.model().uri()),
            supplied.format(),
            plan.digest(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            outputs.columns());
    RunFolder folder = places.folder(spec.staging(), spec.output().set(), id);
    return new Planned(folder.keep(planned, plan), plan);
  }

  private ModelRef model(String digest) {
    return new ModelRef(spec.model().name(), spec.model().versionOf(digest), digest);
  }

  private static Wanted wanted(RunSpec spec) {
    RunSpec.ModelSource model = spec.model();
    return new Wanted(
        model.name(),
        model.version().orElse(NO_VERSION_YET),
        model.uri(),
        model.digest(),
        model.format());
  }

  private void requireRows(Model model) throws JobException {
    if (model.signature().inputs().isEmpty()) {
      throw JobException.correct(
          "ModelUnsupported", "the model takes no input, so rows mean nothing to it");
    }
    try {
      RowScorer.of(model, spec.rowsPerCall());
    } catch (IllegalArgumentException e) {
      throw JobException.correct("ModelUnsupported", String.valueOf(e.getMessage()));
    }
  }

  /** Whether the first file can be read at all; what single rows are worth is found out later. */
  private static void requireReadable(RunInput input, Plan plan, Signature model)
      throws IOException {
    try (SplitRows rows = input.open(plan, plan.splits().getFirst(), model)) {
      rows.next();
    }
  }
}
