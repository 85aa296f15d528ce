package io.slipway.batch.job;

import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.PlanDocument;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.run.PlannedRun;
import io.slipway.batch.run.RunSpec;
import io.slipway.batch.staging.Documents;
import io.slipway.batch.staging.Staging;
import java.io.IOException;

/**
 * A run's own place: what it is, for good, and what its workers have done, which may be removed.
 *
 * @param documents {@code plan.json}, {@code planned.json}, {@code manifest.json}
 * @param staging parts and commits
 */
record RunFolder(Documents documents, Staging staging) {
  private static final String PLAN = "plan.json";
  private static final String PLANNED = "planned.json";

  /** A run as it was planned. */
  record Known(PlannedRun run, Plan plan) {}

  /** Keeps what was planned, unless somebody has before; what counts is given back. */
  PlannedRun keep(PlannedRun run, Plan plan) throws IOException {
    // First what the other leads to: where there is a planned run there is its plan.
    documents.keep(PLAN, PlanDocument.write(plan));
    return PlannedRun.fromJson(documents.keep(PLANNED, run.toJson()));
  }

  /**
   * What was planned.
   *
   * @param spec that it must have been planned for
   */
  Known known(RunId id, RunSpec spec) throws IOException, JobException {
    byte[] planned = document(PLANNED, id);
    PlannedRun run = PlannedRun.fromJson(planned);
    Plan plan = PlanDocument.read(document(PLAN, id));
    if (!plan.digest().equals(run.planDigest())
        || !spec.id(run.model().digest(), run.planDigest()).equals(id)) {
      throw JobException.correct(
          "ConfigInvalid",
          "run %s was not planned for this run.json: start a new run".formatted(id.shortForm()));
    }
    return new Known(run, plan);
  }

  private byte[] document(String name, RunId id) throws IOException, JobException {
    return documents
        .read(name)
        .orElseThrow(
            () ->
                JobException.correct(
                    "PlanMissing",
                    "%s of run %s is not in the staging area: it was removed, or the area is another one; start a new run"
                        .formatted(name, id.shortForm())));
  }
}
