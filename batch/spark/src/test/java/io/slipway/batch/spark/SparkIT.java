package io.slipway.batch.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.OnnxAnswer;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.lang3.StringUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The jar in a real Spark: executors that are JVMs of their own, killed and held up among them. */
class SparkIT {
  private static final TestModel PENGUINS =
      TestModels.committed("sk-mixed-imputer-logreg-penguins");
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");

  @Test
  void pmmlAnswersWhatTheFrameworkDoesAndTheEngineItself() throws Exception {
    Path file = PENGUINS.pmml().orElseThrow();
    try (Model direct = Models.direct(file)) {
      Dataset<Row> rows = Models.rows(direct.signature(), PENGUINS.inputRows());

      List<Row> scored = SlipwayScoring.score(rows, Models.reference(file)).collectAsList();

      assertThat(scored).hasSize(PENGUINS.expectedRows().size());
      Comparison comparison = new Comparison(PENGUINS.tolerance());
      for (int row = 0; row < scored.size(); row++) {
        assertThat(
                comparison.differences(PENGUINS.expectedRows().get(row), byName(scored.get(row))))
            .as("row %d", row)
            .isEmpty();
      }
      for (int row = 0; row < scored.size(); row++) {
        Batch alone =
            direct.score(
                TabularRows.toBatch(
                    direct.signature(), PENGUINS.inputRows().subList(row, row + 1)));
        assertThat(byName(scored.get(row)))
            .as("row %d", row)
            .containsAllEntriesOf(TabularRows.row(alone, 0));
      }
    }
  }

  @Test
  void onnxAnswersWhatTheFrameworkDoesAndTheEngineItself() throws Exception {
    Path file = IRIS.onnx().orElseThrow();
    try (Model direct = Models.direct(file)) {
      Batch answer = direct.score(IRIS.onnxInput());
      assertThat(new OnnxAnswer(answer).differences(IRIS)).isEmpty();
      int count = answer.columns().iterator().next().rows();
      Dataset<Row> rows = Models.rows(direct.signature(), IRIS.onnxInput(), count);

      List<Row> scored = SlipwayScoring.score(rows, Models.reference(file)).collectAsList();

      assertThat(scored).hasSize(count).allMatch(row -> error(row) == null);
      Answers answers = Answers.of(direct.signature(), ScoringOptions.defaults());
      for (int row = 0; row < count; row++) {
        assertThat(byName(scored.get(row)).values())
            .as("row %d", row)
            .containsSubsequence(answers.scored(answer, row));
      }
    }
  }

  @Test
  void sqlAnswersWhatADatasetDoes() throws Exception {
    Path file = PENGUINS.pmml().orElseThrow();
    try (Model direct = Models.direct(file)) {
      Dataset<Row> rows = Models.rows(direct.signature(), PENGUINS.inputRows());
      SlipwayScoring.register(SparkCluster.session(), "penguin", Models.reference(file));
      rows.createOrReplaceTempView("penguins");
      Dataset<Row> bySql =
          SparkCluster.session()
              .sql("SELECT answer.* FROM (SELECT penguin(struct(*)) AS answer FROM penguins)");

      Dataset<Row> byDataset =
          SlipwayScoring.score(rows, Models.reference(file)).drop(rows.columns());
      assertThat(Models.shown(bySql.collectAsList()))
          .isEqualTo(Models.shown(byDataset.collectAsList()));
      assertThat(bySql.columns()).isEqualTo(byDataset.columns());
    }
  }

  @Test
  void aBadRowSaysWhyAndCostsNoOtherAndNoJob() throws Exception {
    Path file = PENGUINS.pmml().orElseThrow();
    try (Model direct = Models.direct(file)) {
      String number = firstNumber(direct);
      Dataset<Row> good = Models.rows(direct.signature(), PENGUINS.inputRows());
      Dataset<Row> rows =
          good.withColumn(
              number,
              functions.expr(
                  "CASE WHEN monotonically_increasing_id() = 3 THEN 'heavy' ELSE CAST(`%s` AS STRING) END"
                      .formatted(number)));

      List<Row> scored = SlipwayScoring.score(rows, Models.reference(file)).collectAsList();

      List<Row> undisturbed = SlipwayScoring.score(good, Models.reference(file)).collectAsList();
      assertThat(error(scored.get(3)))
          .isEqualTo(
              "field \"%s\": expected a number (FP64), found the text \"heavy\"".formatted(number));
      int inputs = good.columns().length;
      for (int i = 0; i < scored.size(); i++) {
        for (int cell = inputs; cell < scored.get(i).size() - 1; cell++) {
          assertThat(scored.get(i).get(cell))
              .isEqualTo(i == 3 ? null : undisturbed.get(i).get(cell));
        }
      }
    }
  }

  @Test
  void twoModelsScoreTheSameRowsEachUnderItsPrefix() throws Exception {
    Path pmml = IRIS.pmml().orElseThrow();
    Path tree = TestModels.committed("sk-ruleset-iris").pmml().orElseThrow();
    try (Model direct = Models.direct(pmml)) {
      Dataset<Row> rows = Models.rows(direct.signature(), IRIS.inputRows());
      ScoringOptions first = ScoringOptions.defaults().withPrefix("a_").withErrorColumn("a_error");
      ScoringOptions second = ScoringOptions.defaults().withPrefix("b_").withErrorColumn("b_error");

      Dataset<Row> both =
          SlipwayScoring.score(
              SlipwayScoring.score(rows, Models.reference(pmml), first),
              Models.reference(tree),
              second);

      Dataset<Row> alone = SlipwayScoring.score(rows, Models.reference(tree), second);
      List<Row> rowsOfBoth = both.collectAsList();
      List<Row> rowsOfOne = alone.collectAsList();
      for (int row = 0; row < rowsOfOne.size(); row++) {
        assertThat(byName(rowsOfBoth.get(row)))
            .containsAllEntriesOf(byName(rowsOfOne.get(row)))
            .containsKey("a_error");
      }
    }
  }

  @Test
  void anExecutorLoadsAModelOnceHoweverManyTasksItRuns() throws Exception {
    Path file = TestModels.committed("spark-dtree-penguins").pmml().orElseThrow();
    SlipwayModel reference = Models.reference(file);
    try (Model direct = Models.direct(file)) {
      Dataset<Row> rows =
          Models.rows(direct.signature(), TestModels.committed("spark-dtree-penguins").inputRows())
              .repartition(12);

      SlipwayScoring.score(rows, reference).collectAsList();
      SlipwayScoring.score(rows, reference).collectAsList();
    }

    List<Integer> loads =
        SparkCluster.logs().stream()
            .map(log -> StringUtils.countMatches(log, "Loaded " + reference.digest()))
            .toList();
    assertThat(loads).allMatch(count -> count <= 1).contains(1);
  }

  @Test
  void anotherFileUnderTheSameNameIsRefused() throws Exception {
    SlipwayModel model =
        SlipwayModel.of(
            IRIS.pmml().orElseThrow().toUri().toString(),
            Models.reference(PENGUINS.pmml().orElseThrow()).digest());

    assertThatThrownBy(() -> SlipwayScoring.score(SparkCluster.session().range(1).toDF(), model))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(model.uri())
        .hasMessageContaining(model.digest())
        .hasMessageContaining(Models.reference(IRIS.pmml().orElseThrow()).digest());
  }

  @Test
  void aKilledExecutorChangesNothing() throws Exception {
    Disturbed job = new Disturbed();
    List<ProcessHandle> before = SparkCluster.executors();
    ProcessHandle victim = before.get(0);

    CompletableFuture<List<String>> disturbed = job.start();
    job.awaitRunning();
    victim.destroyForcibly();

    assertThat(disturbed.get()).isEqualTo(job.undisturbed());
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> SparkCluster.executors().size() == before.size());
  }

  @Test
  void anExecutorThatHangsIsGivenUpAndChangesNothing() throws Exception {
    Disturbed job = new Disturbed();
    ProcessHandle held = SparkCluster.executors().get(0);

    CompletableFuture<List<String>> disturbed = job.start();
    job.awaitRunning();
    signal("STOP", held);
    try {
      assertThat(disturbed.get()).isEqualTo(job.undisturbed());
    } finally {
      signal("CONT", held);
    }
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static String firstNumber(Model model) {
    return model.signature().inputs().stream()
        .filter(field -> field.type() == io.slipway.scoring.DataType.FP64)
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static @Nullable String error(Row row) {
    return row.getString(row.size() - 1);
  }

  private static Map<String, @Nullable Object> byName(Row row) {
    Map<String, @Nullable Object> cells = new LinkedHashMap<>();
    for (String name : row.schema().fieldNames()) {
      cells.put(name, row.getAs(name));
    }
    return cells;
  }
}
