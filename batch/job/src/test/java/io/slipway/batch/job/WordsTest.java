package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.batch.job.Activation.Activated;
import io.slipway.batch.job.Drifts.Judged;
import io.slipway.batch.job.Publication.Finished;
import io.slipway.batch.job.Publication.Outcome;
import io.slipway.batch.plan.InputFile;
import io.slipway.batch.plan.Plan;
import io.slipway.batch.plan.Planner;
import io.slipway.batch.plan.Planner.Division;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.run.PlannedRun;
import io.slipway.batch.staging.Commit;
import io.slipway.batch.summary.OutputDrift;
import io.slipway.batch.summary.OutputDrift.Cause;
import io.slipway.batch.summary.OutputDrift.Measured;
import io.slipway.batch.summary.OutputDrift.NotComparable;
import io.slipway.batch.summary.SetDrift;
import io.slipway.batch.summary.StabilityIndex;
import io.slipway.batch.summary.StabilityIndex.Share;
import io.slipway.batch.validation.RowCounts;
import io.slipway.batch.validation.Rules;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Output;
import io.slipway.scoring.DataType;
import io.slipway.scoring.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Last words are those of the contract, which the operator's tests read too. */
class WordsTest {
  private static final Path EXAMPLES = Path.of("../../docs/reference/contract");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RowCounts COUNTS = new RowCounts(1258289, 17);

  @Test
  void ofAPlan() throws IOException {
    JsonNode example = example("batch-word-plan.json");
    Plan plan =
        new Planner(66_846_720, 1000)
            .plan(
                List.of(
                    new InputFile("a", 300_000_000, "1"),
                    new InputFile("b", 300_000_000, "1"),
                    new InputFile("c", 202_160_640, "1")),
                Division.BETWEEN_LINES);
    PlannedRun run =
        new PlannedRun(
            new RunId(example.required("runId").asText()),
            new ModelRef("churn", "7", example.at("/model/digest").asText()),
            "pvc://models/churn",
            ModelFormat.ONNX,
            example.required("planDigest").asText(),
            Instant.EPOCH,
            List.of());
    requireExample("batch-word-plan.json", Words.planned(run, plan));
  }

  @Test
  void ofASplit() throws IOException {
    requireExample(
        "batch-word-score.json", Words.scored(new Commit(3, "part", 7, "sha256:", 104857, 2)));
  }

  @Test
  void ofAPublication() throws IOException {
    requireExample(
        "batch-word-publish.json", word(new Outcome.Published(COUNTS, 42, OptionalLong.of(41))));
    requireExample("batch-word-publish-loaded.json", word(new Outcome.Loaded(COUNTS, 42)));
    requireExample(
        "batch-word-publish-superseded.json", word(new Outcome.Superseded(COUNTS, 42, 43)));
    RowCounts many = new RowCounts(1_200_000, 58_306);
    Rules rules = new Rules(0.001, 0, OptionalDouble.empty(), OptionalDouble.empty());
    requireExample(
        "batch-word-publish-broken.json",
        Words.published(
            new Finished(
                new Outcome.Broken(
                    many, rules.broken(many, OptionalLong.empty(), Optional.empty())),
                new Judged.Not("no set was published before"))));
  }

  private static Map<String, Object> word(Outcome outcome) {
    StabilityIndex index =
        new StabilityIndex(
            List.of(new Share("no", 200_000, 210_000), new Share("yes", 90_000, 75_000)));
    return Words.published(
        new Finished(
            outcome, new Judged.Against(41, new SetDrift(List.of(new Measured("score", index))))));
  }

  @Test
  void ofAPublicationWithOutputsThatCannotBeCompared() throws IOException {
    SetDrift drift =
        new SetDrift(
            List.of(
                new NotComparable("note", Cause.TEXTS), new NotComparable("region", Cause.NEW)));
    requireExample(
        "batch-word-publish-not-compared.json",
        Words.published(
            new Finished(
                new Outcome.Published(COUNTS, 42, OptionalLong.of(41)),
                new Judged.Against(41, drift))));
  }

  @Test
  void ofAPublicationOfVeryManyOutputsWithLongNames() throws IOException {
    StabilityIndex index =
        new StabilityIndex(List.of(new Share("no", 1, 7), new Share("yes", 7, 1)));
    List<OutputDrift> drifts = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      drifts.add(new Measured("x".repeat(58) + i, index));
      drifts.add(new NotComparable("y".repeat(58) + i, Cause.TEXTS));
    }
    Map<String, Object> word =
        Words.published(
            new Finished(
                new Outcome.Loaded(COUNTS, 42), new Judged.Against(41, new SetDrift(drifts))));
    assertThat(JSON.writeValueAsBytes(word)).hasSizeLessThan(3072);
    assertThat(JSON.valueToTree(word).required("drift")).hasSize(10);
    assertThat(JSON.valueToTree(word).required("notCompared")).hasSize(5);
  }

  @Test
  void ofAnActivation() throws IOException {
    requireExample(
        "batch-word-activate.json",
        Words.activated(new Activated(41, OptionalLong.of(42), OptionalLong.empty())));
    requireExample(
        "batch-word-activate-superseded.json",
        Words.activated(new Activated(41, OptionalLong.of(42), OptionalLong.of(43))));
  }

  @Test
  void aPlannedRunIsReadBackAsItWasWritten() throws IOException {
    PlannedRun run =
        new PlannedRun(
            new RunId("sha256:" + "a".repeat(64)),
            new ModelRef("churn", "7", "sha256:" + "b".repeat(64)),
            "mlflow://churn/7",
            ModelFormat.PMML,
            "sha256:" + "c".repeat(64),
            Instant.parse("2026-11-26T06:00:00.123Z"),
            List.of(
                new Output("probability(Yes)", DataType.FP64),
                new Output("label", DataType.BYTES)));
    assertThat(PlannedRun.fromJson(run.toJson())).isEqualTo(run);
  }

  private static void requireExample(String name, Map<String, Object> word) throws IOException {
    assertThat(JSON.readTree(JSON.writeValueAsBytes(word))).isEqualTo(example(name));
  }

  private static JsonNode example(String name) throws IOException {
    return JSON.readTree(Files.readAllBytes(EXAMPLES.resolve(name)));
  }
}
