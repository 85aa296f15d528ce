package io.slipway.batch.job;

import io.slipway.batch.plan.Plan;
import io.slipway.batch.run.PlannedRun;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.validation.RowCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last words of pods that have done what they are for, as the contract has them. */
final class Words {
  private Words() {}

  static Map<String, Object> planned(PlannedRun run, Plan plan) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("digest", run.model().digest());
    model.put("format", run.format().name());
    Map<String, Object> word = new LinkedHashMap<>();
    word.put("model", model);
    word.put("planDigest", run.planDigest());
    word.put("runId", run.id().value());
    word.put("splits", plan.splits().size());
    word.put("bytes", plan.bytes());
    word.put("files", plan.files().size());
    return word;
  }

  static Map<String, Object> scored(Commit commit) {
    Map<String, Object> word = new LinkedHashMap<>();
    word.put("split", commit.split());
    word.put("rows", commit.rows());
    word.put("errors", commit.errors());
    return word;
  }

  static Map<String, Object> published(Publication.Outcome outcome) {
    return switch (outcome) {
      case Publication.Outcome.Broken(RowCounts counts, List<String> sentences) ->
          publication(counts, Map.of("published", false, "broken", sentences));
      case Publication.Outcome.Loaded(RowCounts counts, long setId) ->
          publication(counts, Map.of("setId", setId, "published", false, "broken", List.of()));
      case Publication.Outcome.Superseded(RowCounts counts, long setId, long by) ->
          publication(
              counts,
              Map.of("setId", setId, "published", false, "broken", List.of(), "supersededBy", by));
      case Publication.Outcome.Published published -> {
        Map<String, Object> word =
            publication(
                published.counts(),
                Map.of("setId", published.setId(), "published", true, "broken", List.of()));
        published.previous().ifPresent(previous -> word.put("previousSetId", previous));
        yield word;
      }
    };
  }

  private static Map<String, Object> publication(RowCounts counts, Map<String, Object> more) {
    Map<String, Object> word = new LinkedHashMap<>();
    word.put("rows", counts.scored());
    word.put("errors", counts.errors());
    word.putAll(more);
    return word;
  }

  static Map<String, Object> activated(Activation.Activated activated) {
    Map<String, Object> word = new LinkedHashMap<>();
    word.put("setId", activated.setId());
    activated.previous().ifPresent(previous -> word.put("previousSetId", previous));
    return word;
  }
}
