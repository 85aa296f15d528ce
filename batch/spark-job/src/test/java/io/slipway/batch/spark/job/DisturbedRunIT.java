package io.slipway.batch.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever scores the splits of a run, and whatever becomes of executors and drivers meanwhile: what
 * counts in the end is, bit for bit, what the pods of a Job make. Executors are processes of a
 * Spark on this machine.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DisturbedRunIT {
  private static final int FILES = 8;
  private static final int ROWS_OF_A_FILE = 3_000;

  private Map<Integer, String> byJob = Map.of();

  @BeforeAll
  void scoreByJob(@TempDir Path root) throws Exception {
    Bed bed = bed(root);
    JsonNode planned = bed.pod("plan", Map.of());
    bed.scoreByJob(planned.path("runId").asText(), planned.path("splits").intValue());
    byJob = bed.commits();
    assertThat(byJob).hasSizeGreaterThan(20);
    assertThat(byJob.get(0)).contains("1 errors");
  }

  @Test
  void anExecutorThatIsKilledChangesNothing(@TempDir Path root) throws Exception {
    Bed bed = bed(root);
    DriverProcess driver = bed.driver(plan(bed), "only");
    awaitSomeSplits(bed);

    driver.executors().getFirst().destroyForcibly();
    int before = bed.commits().size();
    DriverProcess.Ended ended = driver.await();

    assertThat(before).as("splits when the executor was killed").isLessThan(byJob.size());
    assertThat(ended.exitCode()).as(ended.log()).isZero();
    assertThat(bed.commits()).isEqualTo(byJob);
    assertThat(ended.word().path("committed").intValue()).isEqualTo(byJob.size());
    assertThat(ended.word().path("splits").intValue()).isEqualTo(byJob.size());
    assertThat(ended.word().path("rows").longValue()).isEqualTo((long) FILES * ROWS_OF_A_FILE);
    assertThat(ended.word().path("errors").longValue()).isEqualTo(FILES);
  }

  @Test
  void oneThatIsKilledAndTwoAtOnceEndAsOne(@TempDir Path root) throws Exception {
    Bed bed = bed(root);
    String runId = plan(bed);
    DriverProcess killed = bed.driver(runId, "killed");
    awaitSomeSplits(bed);
    killed.kill();
    Map<Integer, String> before = bed.commits();

    DriverProcess one = bed.driver(runId, "one");
    DriverProcess other = bed.driver(runId, "other");
    DriverProcess.Ended oneEnded = one.await();
    DriverProcess.Ended otherEnded = other.await();

    assertThat(before).as("splits when the driver was killed").hasSizeLessThan(byJob.size());
    assertThat(oneEnded.exitCode()).as(oneEnded.log()).isZero();
    assertThat(otherEnded.exitCode()).as(otherEnded.log()).isZero();
    assertThat(bed.commits()).isEqualTo(byJob);
    assertThat(oneEnded.word()).isEqualTo(otherEnded.word());
  }

  @Test
  void whatSomebodyMustCorrectEndsTheRunWithItsWords(@TempDir Path root) throws Exception {
    Bed bed = bed(root);
    String runId = plan(bed);
    bed.input("part-3.jsonl", rows(3) + "{}\n");

    DriverProcess.Ended ended = bed.driver(runId, "only").await();

    assertThat(ended.exitCode()).as(ended.log()).isEqualTo(42);
    assertThat(ended.word().path("reason").asText()).isEqualTo("InputChanged");
    assertThat(ended.word().path("message").asText()).contains("part-3.jsonl");
  }

  @Test
  void aDriverThatAnotherOperatorSubmitsMakesTheSame(@TempDir Path root) throws Exception {
    Bed bed = bed(root);

    DriverProcess.Ended ended = bed.submitted(plan(bed), "only").await();

    assertThat(ended.exitCode()).as(ended.log()).isZero();
    assertThat(bed.commits()).isEqualTo(byJob);
    assertThat(ended.word().path("committed").intValue()).isEqualTo(byJob.size());
  }

  @Test
  void aSubmittedDriverThatSomebodyMustHelpSaysSoInTheSameWay(@TempDir Path root) throws Exception {
    Bed bed = bed(root);
    String runId = plan(bed);
    bed.input("part-3.jsonl", rows(3) + "{}\n");

    DriverProcess.Ended ended = bed.submitted(runId, "only").await();

    assertThat(ended.exitCode()).as(ended.log()).isEqualTo(42);
    assertThat(ended.word().path("reason").asText()).isEqualTo("InputChanged");
  }

  private static void awaitSomeSplits(Bed bed) {
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(20))
        // A part that is renamed while it is looked at: the next look finds it.
        .ignoreException(UncheckedIOException.class)
        .until(() -> bed.commits().size() >= 2);
  }

  private static String plan(Bed bed) throws IOException {
    return bed.pod("plan", Map.of()).path("runId").asText();
  }

  private static Bed bed(Path root) throws IOException {
    Path model = TestModels.committed("sk-logreg-multiclass-iris").pmml().orElseThrow();
    Bed bed = Bed.of(Files.createDirectories(root), model);
    for (int file = 0; file < FILES; file++) {
      bed.input("part-%d.jsonl".formatted(file), rows(file));
    }
    return bed;
  }

  /** One of them is no row that the model takes. */
  private static String rows(int file) {
    StringBuilder rows =
        new StringBuilder("{\"key\":\"bad-%d\",\"sepal_length_cm\":\"long\"}\n".formatted(file));
    for (int row = 0; row < ROWS_OF_A_FILE; row++) {
      rows.append(
          "{\"key\":\"%d-%d\",\"sepal_length_cm\":%d.%d,\"sepal_width_cm\":3.5,\"petal_length_cm\":%d.4,\"petal_width_cm\":0.%d}\n"
              .formatted(file, row, 4 + row % 4, row % 10, 1 + row % 6, row % 9));
    }
    return rows.toString();
  }
}
