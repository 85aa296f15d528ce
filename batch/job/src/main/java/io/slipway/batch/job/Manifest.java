package io.slipway.batch.job;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.run.PlannedRun;
import io.slipway.batch.run.RunSpec;
import java.io.IOException;

/** What was published, as it is kept in the run's folder. */
final class Manifest {
  static final String NAME = "manifest.json";

  private static final JsonMapper JSON = new JsonMapper();

  private Manifest() {}

  static byte[] of(RunSpec spec, PlannedRun run, Publication.Outcome.Published published)
      throws IOException {
    ObjectNode manifest = JSON.createObjectNode().put("runId", run.id().value());
    manifest.put("namespace", spec.namespace()).put("name", spec.name());
    manifest
        .putObject("model")
        .put("name", run.model().name())
        .put("version", run.model().version())
        .put("digest", run.model().digest());
    manifest.put("set", spec.output().set().text()).put("setId", published.setId());
    published.previous().ifPresent(previous -> manifest.put("previousSetId", previous));
    manifest
        .put("rows", published.counts().scored())
        .put("errors", published.counts().errors())
        .put("plannedAt", run.plannedAt().toString());
    return JSON.writeValueAsBytes(manifest);
  }
}
