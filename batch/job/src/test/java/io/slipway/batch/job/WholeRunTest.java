package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.job.RunBed.Ended;
import io.slipway.batch.summary.Summary;
import io.slipway.batch.summary.SummaryDocument;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as users have them: from files of rows to predictions by key, and what may go wrong. */
class WholeRunTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");
  private static final SetName SET = new SetName(RunBed.SET);

  @TempDir private Path root = Path.of("");
  private RunBed bed = new RunBed(Path.of(""));

  @BeforeEach
  void makeBed() throws IOException {
    bed = RunBed.of(root, IRIS.pmml().orElseThrow());
    bed.input("rows.jsonl", Lines.text(Lines.ofRecords(IRIS.inputRows())));
  }

  @Test
  void rowsOfJsonBecomeTheCurrentSetWithAPredictionForEachKey() throws IOException {
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    int rows = IRIS.inputRows().size();
    assertThat(word)
        .isEqualTo(
            RunBed.JSON.readTree(
                """
                {"rows":%d,"errors":0,"setId":1,"published":true,"broken":[],
                 "driftNotJudged":"no set was published before"}\
                """
                    .formatted(rows)));
    Answer answer = find(IntStream.range(0, rows).mapToObj(Lines::key).toList());
    assertThat(answer.version().run().model().digest()).startsWith("sha256:");
    for (int row = 0; row < rows; row++) {
      assertThat(of(answer, Lines.key(row)).values()).containsAllEntriesOf(expectedTexts(row));
    }
  }

  @Test
  void aModelWithoutAVersionIsKnownByTheBeginningOfItsDigest() throws IOException {
    bed.change(run -> ((ObjectNode) run.get("model")).remove("version"));
    RunBed.requireDone(bed.wholeRun());
    ModelRef model = find(List.of()).version().run().model();
    assertThat(model.version()).hasSize(12);
    assertThat(model.digest()).startsWith("sha256:" + model.version());
  }

  @Test
  void aHeaderAloneReplacesNoSet() throws IOException {
    RunBed.requireDone(bed.wholeRun());
    Files.delete(bed.folder("input").resolve("rows.jsonl"));
    String header = Files.readAllLines(IRIS.inputCsv().orElseThrow()).getFirst();
    bed.input("rows.csv", "key," + header + "\n");
    bed.change(run -> ((ObjectNode) run.get("input")).put("type", "Csv"));

    JsonNode word = RunBed.requireDone(bed.wholeRun());

    assertThat(word.required("published").booleanValue()).isFalse();
    assertThat(word.required("broken").get(0).asText()).startsWith("no row has a prediction");
    assertThat(find(List.of()).version().setId()).isEqualTo(1);
  }

  @Test
  void aSetIsKeptWithWhatItsRowsAreLikeAndHeldAgainstTheOneBefore() throws IOException {
    RunBed.requireDone(bed.wholeRun());
    bed.input("bad.jsonl", "{\"key\":\"b1\",\"sepal_length_cm\":\"long\"}\nno JSON\n");
    bed.change(run -> run.putObject("validation").put("maxErrorRate", 0.05).put("maxDrift", 0.25));

    JsonNode word = RunBed.requireDone(bed.wholeRun());

    assertThat(word.required("published").booleanValue()).isTrue();
    assertThat(word.required("drift")).isNotEmpty();
    assertThat(word.required("drift"))
        .allSatisfy(one -> assertThat(one.required("index").doubleValue()).isZero());
    Summary summary = summary(2);
    assertThat(summary.predictions()).isEqualTo(IRIS.inputRows().size());
    assertThat(summary.errors().count()).isEqualTo(2);
    assertThat(summary.errors().reasons())
        .anySatisfy(reason -> assertThat(reason.key()).isEqualTo("b1"));
    assertThat(summary.outputs()).isEqualTo(summary(1).outputs());
  }

  @Test
  void predictionsThatWentElsewherePublishNothingAndAHigherLimitNeedsNoScoring()
      throws IOException {
    RunBed.requireDone(bed.wholeRun());
    bed.input(
        "rows.jsonl",
        Lines.text(Lines.ofRecords(Collections.nCopies(150, IRIS.inputRows().getFirst()))));
    bed.change(run -> run.putObject("validation").put("maxDrift", 0.25));

    JsonNode word = RunBed.requireDone(bed.wholeRun());

    assertThat(word.required("published").booleanValue()).isFalse();
    assertThat(word.required("broken")).hasSize(1);
    assertThat(word.required("broken").get(0).asText())
        .startsWith("output ")
        .contains("has drifted", "validation.maxDrift is 0.25");
    assertThat(word.required("drift").get(0).required("index").doubleValue()).isGreaterThan(0.25);
    assertThat(find(List.of()).version().setId()).isEqualTo(1);

    bed.change(run -> run.putObject("validation").put("maxDrift", 10));
    String runId = RunBed.requireDone(bed.plan()).required("runId").asText();
    JsonNode published = RunBed.requireDone(bed.publish(runId));
    assertThat(published.required("published").booleanValue()).isTrue();
    assertThat(published.required("drift")).isEqualTo(word.required("drift"));
    assertThat(RunBed.requireDone(bed.publish(runId))).isEqualTo(published);
  }

  @Test
  void aSetWithoutASummaryCannotBeHeldAgainst() throws Exception {
    try (Warehouse warehouse = warehouse()) {
      Run earlier = new Run("earlier", new ModelRef("m", "0", "sha256:0"), Instant.EPOCH);
      SetVersion loaded =
          warehouse.load(SET, earlier, List.of(), RowSource.of(List.of()), Counts.NONE);
      warehouse.publish(SET, loaded.setId(), new Expected.Nothing());
    }
    bed.change(run -> run.putObject("validation").put("maxDrift", 0.01));
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("published").booleanValue()).isTrue();
    assertThat(word.required("driftNotJudged").asText()).isEqualTo("set version 1 has no summary");
  }

  private Summary summary(long setId) {
    try (Warehouse warehouse = warehouse()) {
      return warehouse.summary(SET, setId).flatMap(SummaryDocument::read).orElseThrow();
    }
  }

  private static Map<String, Object> expectedTexts(int row) {
    return IRIS.expectedRows().get(row).entrySet().stream()
        .filter(entry -> entry.getValue() instanceof String)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void csvIsTheSameAsJson() throws IOException {
    RunBed.requireDone(bed.wholeRun());
    List<String> keys = IntStream.range(0, 50).mapToObj(Lines::key).toList();
    Answer fromJson = find(keys);
    Files.delete(bed.folder("input").resolve("rows.jsonl"));
    List<String> lines = Files.readAllLines(IRIS.inputCsv().orElseThrow());
    StringBuilder csv = new StringBuilder("key," + lines.getFirst() + "\n");
    for (int row = 0; row + 1 < lines.size(); row++) {
      csv.append(Lines.key(row)).append(',').append(lines.get(row + 1)).append('\n');
    }
    bed.input("rows.csv", csv.toString());
    bed.change(run -> ((ObjectNode) run.get("input")).put("type", "Csv"));
    assertThat(RunBed.requireDone(bed.wholeRun()).required("previousSetId").longValue()).isOne();
    Answer fromCsv = find(keys);
    assertThat(fromCsv.version().setId()).isEqualTo(2);
    assertThat(fromCsv.predictions()).isEqualTo(fromJson.predictions());
  }

  @Test
  void parquetIsTheSameAsJson() throws Exception {
    RunBed.requireDone(bed.wholeRun());
    List<String> keys = IntStream.range(0, 50).mapToObj(Lines::key).toList();
    Answer fromJson = find(keys);
    Path json = bed.folder("input").resolve("rows.jsonl");
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT * FROM read_json('%s')) TO '%s' (FORMAT parquet)"
              .formatted(json, json.resolveSibling("rows.parquet")));
    }
    Files.delete(json);
    bed.change(run -> ((ObjectNode) run.get("input")).put("type", "Parquet"));
    assertThat(RunBed.requireDone(bed.wholeRun()).required("setId").longValue()).isEqualTo(2);
    assertThat(find(keys).predictions()).isEqualTo(fromJson.predictions());
  }

  @Test
  void aFileThatIsNoParquetEndsTheRunAtOnce() throws IOException {
    bed.change(run -> ((ObjectNode) run.get("input")).put("type", "Parquet"));

    Ended ended = bed.plan();

    assertThat(ended.exitCode()).isEqualTo(42);
    assertThat(ended.reason()).isEqualTo("InputInvalid");
    assertThat(ended.message()).startsWith("rows.jsonl is no Parquet file");
  }

  @Test
  void aRunThatIsAskedForAgainIsTheSameRunAndChangesNothing() throws IOException {
    JsonNode first = RunBed.requireDone(bed.wholeRun());
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    assertThat(RunBed.requireDone(bed.score(runId, 0)).required("split").intValue()).isZero();
    assertThat(RunBed.requireDone(bed.publish(runId))).isEqualTo(first);
    bed.change(run -> run.put("nonce", 1));
    JsonNode again = RunBed.requireDone(bed.wholeRun());
    assertThat(again.required("setId").longValue()).isEqualTo(2);
    assertThat(again.required("previousSetId").longValue()).isEqualTo(1);
  }

  @Test
  void somebodyGoesBackAndAPublisherThatIsStartedAgainDoesNotUndoIt() throws IOException {
    RunBed.requireDone(bed.wholeRun());
    bed.change(run -> run.put("nonce", 1));
    RunBed.requireDone(bed.wholeRun());
    String runId = RunBed.requireDone(bed.plan()).required("runId").asText();
    assertThat(RunBed.requireDone(bed.activate(1)))
        .isEqualTo(RunBed.JSON.readTree("{\"setId\":1,\"previousSetId\":2}"));
    JsonNode word = RunBed.requireDone(bed.publish(runId));
    assertThat(word.required("published").booleanValue()).isTrue();
    assertThat(find(List.of()).version().setId()).isEqualTo(1);
    Ended nothing = bed.activate(9);
    assertThat(nothing.reason()).isEqualTo("SetNotFound");
    assertThat(nothing.exitCode()).isEqualTo(42);
  }

  @Test
  void aPublisherThatIsStartedAgainNamesWhatItsSetReplacedThoughAnotherWasPublishedLater()
      throws IOException {
    RunBed.requireDone(bed.wholeRun());
    bed.change(run -> run.put("nonce", 1));
    RunBed.requireDone(bed.wholeRun());
    RunBed.requireDone(bed.activate(1));
    bed.change(run -> run.put("nonce", 2));
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("previousSetId").longValue()).isEqualTo(1);
    String runId = RunBed.requireDone(bed.plan()).required("runId").asText();

    assertThat(RunBed.requireDone(bed.publish(runId))).isEqualTo(word);
  }

  @Test
  void whoGoesBackAndIsStartedAgainDoesNotUndoWhatWasPublishedMeanwhile() throws IOException {
    RunBed.requireDone(bed.wholeRun());
    bed.change(run -> run.put("nonce", 1));
    RunBed.requireDone(bed.wholeRun());
    RunBed.requireDone(bed.activate(1, "an-edit"));
    assertThat(RunBed.requireDone(bed.activate(1, "an-edit")))
        .as("started again, it says the same")
        .isEqualTo(RunBed.JSON.readTree("{\"setId\":1,\"previousSetId\":2}"));
    bed.change(run -> run.put("nonce", 2));
    RunBed.requireDone(bed.wholeRun());

    assertThat(RunBed.requireDone(bed.activate(1, "an-edit")))
        .isEqualTo(RunBed.JSON.readTree("{\"setId\":1,\"previousSetId\":2,\"supersededBy\":3}"));
    assertThat(find(List.of()).version().setId()).isEqualTo(3);
    RunBed.requireDone(bed.activate(1, "another-edit"));
    assertThat(find(List.of()).version().setId()).isEqualTo(1);
  }

  @Test
  void aSetThatIsPublishedByHandIsLoadedAndWaits() throws IOException {
    bed.change(run -> run.putObject("publish").put("mode", "Manual"));
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("published").booleanValue()).isFalse();
    assertThat(word.required("broken")).isEmpty();
    try (Warehouse warehouse = warehouse()) {
      assertThat(warehouse.find(SET, List.of())).isEmpty();
    }
    RunBed.requireDone(bed.activate(word.required("setId").longValue()));
    assertThat(find(List.of()).version().setId()).isEqualTo(1);
  }

  @Test
  void badRowsAreInTheSetWithTheirReasonsAndInTheErrorsOfTheRun() throws IOException {
    bed.input(
        "bad.jsonl",
        "{\"key\":\"b1\",\"sepal_length_cm\":\"long\"}\nno JSON\n{\"sepal_length_cm\":1}\n");
    bed.change(run -> run.putObject("validation").put("maxErrorRate", 0.05));
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    int rows = IRIS.inputRows().size();
    assertThat(word.required("rows").intValue()).isEqualTo(rows);
    assertThat(word.required("errors").intValue()).isEqualTo(3);
    Answer answer = find(List.of("b1", "(no key) 0.1", "(no key) 0.2", Lines.key(0)));
    assertThat(answer.version().counts().rows()).isEqualTo(rows + 3);
    assertThat(answer.version().counts().errors()).isEqualTo(3);
    assertThat(answer.predictions()).hasSize(4);
    assertThat(error(answer, "b1")).startsWith("bad.jsonl, byte 0");
    assertThat(error(answer, "(no key) 0.1"))
        .startsWith("bad.jsonl, byte 38: expected one JSON object in a line");
    assertThat(error(answer, "(no key) 0.2")).contains("\"key\"");
    assertThat(of(answer, Lines.key(0)).error()).isEmpty();
    assertThat(errorsOfTheRun())
        .hasSize(3)
        .allSatisfy(
            line ->
                assertThat(line.required("error").asText())
                    .isEqualTo(error(answer, line.required("key").asText())));
  }

  private static Prediction of(Answer answer, String key) {
    return Optional.ofNullable(answer.predictions().get(key)).orElseThrow();
  }

  private static String error(Answer answer, String key) {
    return of(answer, key).error().orElse("none");
  }

  private List<JsonNode> errorsOfTheRun() throws IOException {
    try (Stream<Path> files = Files.walk(bed.folder("staging"))) {
      Path errors = files.filter(file -> file.endsWith("errors.jsonl")).findFirst().orElseThrow();
      return Files.readAllLines(errors).stream().map(WholeRunTest::json).toList();
    }
  }

  private static JsonNode json(String line) {
    try {
      return RunBed.JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void tooManyBadRowsPublishNothingAndALooserRuleNeedsNoScoring() throws IOException {
    bed.input("bad.jsonl", "no JSON\n");
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    assertThat(word.required("published").booleanValue()).isFalse();
    assertThat(word.required("broken").get(0).asText())
        .contains("1 of %d rows have no prediction".formatted(IRIS.inputRows().size() + 1));
    assertThat(errorsOfTheRun()).hasSize(1);
    try (Warehouse warehouse = warehouse()) {
      assertThat(warehouse.versions(SET)).isEmpty();
    }
    bed.change(run -> run.putObject("validation").put("maxErrorRate", 0.01));
    String runId = RunBed.requireDone(bed.plan()).required("runId").asText();
    assertThat(RunBed.requireDone(bed.publish(runId)).required("published").booleanValue())
        .isTrue();
  }

  @Test
  void anInputThatChangesMeanwhileEndsTheRun() throws IOException {
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    bed.input("rows.jsonl", "{\"key\":\"k\"}\n");
    Ended score = bed.score(runId, 0);
    assertThat(score.exitCode()).isEqualTo(42);
    assertThat(score.reason()).isEqualTo("InputChanged");
    assertThat(score.message()).startsWith("rows.jsonl has changed since the run was planned");
    Ended plan = bed.pod("plan", Map.of("SLIPWAY_RUN_ID", runId));
    assertThat(plan.exitCode()).isEqualTo(42);
    assertThat(plan.reason()).isEqualTo("InputChanged");
  }

  @Test
  void whatCanBeKnownToFailFailsWhenItIsPlanned() throws IOException {
    bed.change(
        run ->
            run.putObject("output")
                .put("type", "DuckDb")
                .put("uri", bed.folder("output").toUri().toString())
                .put("set", "daily")
                .putArray("columns")
                .add("nothing"));
    Ended output = bed.plan();
    assertThat(output.reason()).isEqualTo("OutputInvalid");
    assertThat(output.message()).contains("names nothing, and the model's outputs are [");
    bed.change(run -> ((ObjectNode) run.get("output")).remove("columns"));
    bed.change(
        run ->
            run.putObject("input")
                .put("type", "Csv")
                .put("uri", bed.folder("input").toUri().toString())
                .put("keyColumn", "key"));
    Ended header = bed.plan();
    assertThat(header.exitCode()).isEqualTo(42);
    assertThat(header.reason()).isEqualTo("InputInvalid");
    Files.delete(bed.folder("input").resolve("rows.jsonl"));
    Ended empty = bed.plan();
    assertThat(empty.reason()).isEqualTo("InputNotFound");
    assertThat(empty.message()).contains("holds no data");
    Files.delete(bed.folder("input"));
    assertThat(bed.plan().message()).contains("does not exist");
    Files.delete(bed.folder("config/source").resolve("model"));
    Files.createDirectory(bed.folder("input"));
    bed.input("rows.csv", "key\n1\n");
    assertThat(bed.plan().reason()).isEqualTo("SourceNotFound");
    bed.change(run -> run.put("contract", 7));
    assertThat(bed.plan().reason()).isEqualTo("ConfigInvalid");
    assertThat(bed.pod("dance", Map.of()).message()).contains("plan, score, publish, activate");
  }

  @Test
  void splitsThatAreMissingArePublishedByNobody() throws IOException {
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    assertThat(planned.required("splits").intValue()).isGreaterThan(3);
    RunBed.requireDone(bed.score(runId, 1));
    Ended publish = bed.publish(runId);
    assertThat(publish.exitCode()).isEqualTo(42);
    assertThat(publish.reason()).isEqualTo("SplitsMissing");
    Ended stranger = bed.score("sha256:" + "a".repeat(64), 0);
    assertThat(stranger.reason()).isEqualTo("PlanMissing");
    bed.change(run -> run.put("rowsPerCall", 3));
    assertThat(bed.score(runId, 0).message()).contains("was not planned for this run.json");
  }

  @Test
  void partsGoWhenTheRunSaysSoAndAPublisherThatComesLaterSaysTheSame() throws IOException {
    bed.change(run -> ((ObjectNode) run.get("staging")).put("removeWhen", "Published"));
    JsonNode word = RunBed.requireDone(bed.wholeRun());
    String runId = RunBed.requireDone(bed.plan()).required("runId").asText();
    try (Stream<Path> files = Files.walk(bed.folder("staging"))) {
      assertThat(files.filter(Files::isRegularFile).map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("plan.json", "planned.json", "manifest.json");
    }
    assertThat(RunBed.requireDone(bed.publish(runId))).isEqualTo(word);
  }

  @Test
  void oldSetVersionsAreRetired() throws IOException {
    for (int nonce = 0; nonce < 4; nonce++) {
      int now = nonce;
      bed.change(run -> run.put("nonce", now).putObject("publish").put("retainSets", 2));
      RunBed.requireDone(bed.wholeRun());
    }
    try (Warehouse warehouse = warehouse()) {
      assertThat(warehouse.versions(SET))
          .filteredOn(version -> version.state().isWhole())
          .extracting(version -> version.setId())
          .containsExactly(4L, 3L);
    }
  }

  @Test
  void oldSetVersionsAreRetiredToWhereSetsArePublishedByHand() throws IOException {
    for (int nonce = 0; nonce < 3; nonce++) {
      int now = nonce;
      bed.change(
          run ->
              run.put("nonce", now)
                  .putObject("publish")
                  .put("mode", "Manual")
                  .put("retainSets", 1));
      bed.activate(RunBed.requireDone(bed.wholeRun()).required("setId").longValue());
    }
    try (Warehouse warehouse = warehouse()) {
      assertThat(warehouse.versions(SET))
          .filteredOn(version -> version.state().isWhole())
          .extracting(version -> version.setId())
          .containsExactly(3L);
    }
  }

  private Warehouse warehouse() {
    return DuckDbWarehouse.open(bed.folder("output"));
  }

  private Answer find(List<String> keys) {
    try (Warehouse warehouse = warehouse()) {
      return warehouse.find(SET, keys).orElseThrow();
    }
  }
}
