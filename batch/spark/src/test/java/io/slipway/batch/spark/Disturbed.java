package io.slipway.batch.spark;

import io.slipway.scoring.Field;
import io.slipway.scoring.Model;
import io.slipway.testkit.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.awaitility.Awaitility;

/** A job of eight tasks, each long enough to have something happen to its executor meanwhile. */
final class Disturbed {
  private static final int TASKS = 8;
  private static final int ROWS = 2000;

  /** A column that is costly to compute. */
  private static final String WORK = "aggregate(sequence(1, 10000), 0L, (sum, x) -> sum + x)";

  private final Dataset<Row> scored;
  private final List<String> undisturbed;

  Disturbed() throws Exception {
    Path file = TestModels.committed("sk-logreg-multiclass-iris").pmml().orElseThrow();
    try (Model model = Models.direct(file)) {
      this.scored = SlipwayScoring.score(rows(model, ROWS, WORK), Models.reference(file));
      this.undisturbed =
          hashes(SlipwayScoring.score(rows(model, ROWS, "50005000L"), Models.reference(file)));
    }
  }

  private static Dataset<Row> rows(Model model, int count, String work) {
    List<Column> columns = new ArrayList<>();
    for (Field field : model.signature().inputs()) {
      columns.add(
          functions
              .expr("CAST(abs(hash(id, '%s')) %% 800 AS DOUBLE) / 100".formatted(field.name()))
              .as(field.name()));
    }
    columns.add(functions.expr(work).as("work"));
    return SparkCluster.session().range(0, count, 1, TASKS).select(columns.toArray(new Column[0]));
  }

  private static List<String> hashes(Dataset<Row> scored) {
    Column[] cells =
        Stream.of(scored.columns())
            .map(name -> functions.col("`" + name + "`"))
            .toArray(Column[]::new);
    return scored
        .select(functions.xxhash64(cells).cast("string"))
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** What comes out when nothing happens. */
  List<String> undisturbed() {
    return undisturbed;
  }

  CompletableFuture<List<String>> start() {
    return CompletableFuture.supplyAsync(() -> hashes(scored));
  }

  /** Until a task is done and others are under way. */
  void awaitRunning() {
    SparkStatusTracker tracker = SparkCluster.session().sparkContext().statusTracker();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              for (int stage : tracker.getActiveStageIds()) {
                SparkStageInfo info = tracker.getStageInfo(stage).getOrElse(() -> null);
                if (info != null && info.numCompletedTasks() >= 1 && info.numActiveTasks() >= 2) {
                  return true;
                }
              }
              return false;
            });
  }
}
