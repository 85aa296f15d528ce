package io.slipway.batch.job;

import io.slipway.batch.plan.Plan;
import io.slipway.batch.run.PlannedRun;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.summary.OutputDrift.Measured;
import io.slipway.batch.summary.SetDrift;
import io.slipway.batch.validation.RowCounts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last words of pods that have done what they are for, as the contract has them. */
final class Words {
  /** Whose drift is told: the word has 4096 bytes. */
  private static final int MOST_OUTPUTS = 10;

  private static final int MOST_NOT_COMPARED = 5;

  private static final int DECIMALS = 6;

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

  static Map<String, Object> published(Publication.Finished finished) {
    Map<String, Object> word = published(finished.outcome());
    switch (finished.drift()) {
      case Drifts.Judged.Not(String why) -> word.put("driftNotJudged", why);
      case Drifts.Judged.Against(long _, SetDrift drift) -> {
        word.put("drift", drift(drift));
        List<Map<String, Object>> notCompared = notCompared(drift);
        if (!notCompared.isEmpty()) {
          word.put("notCompared", notCompared);
        }
      }
    }
    return word;
  }

  private static List<Map<String, Object>> drift(SetDrift drift) {
    return drift.measured().stream().limit(MOST_OUTPUTS).map(Words::drift).toList();
  }

  private static List<Map<String, Object>> notCompared(SetDrift drift) {
    return drift.notComparable().stream()
        .limit(MOST_NOT_COMPARED)
        .map(one -> Map.<String, Object>of("output", one.output(), "why", one.why()))
        .toList();
  }

  private static Map<String, Object> drift(Measured measured) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("output", measured.output());
    one.put("index", rounded(measured.index().value()));
    one.put("chance", rounded(measured.index().chance()));
    return one;
  }

  private static BigDecimal rounded(double number) {
    return new BigDecimal(number).setScale(DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
  }

  private static Map<String, Object> published(Publication.Outcome outcome) {
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
    activated.by().ifPresent(later -> word.put("supersededBy", later));
    return word;
  }
}
