package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.server.contract.Position;
import io.slipway.server.contract.SplitBy;
import io.slipway.server.contract.TrafficDocument;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WindowsTest {
  private static final Duration MS = Duration.ofMillis(1);

  private long nanos = 5_000;
  private final Instant start = Instant.parse("2026-11-01T08:00:00Z");
  private final Windows windows = new Windows(() -> start.plusNanos(nanos - 5_000), () -> nanos);
  private long sequence;

  private TrafficDocument document(String rollout, String target, int weightBp, int shadowBp) {
    return new TrafficDocument(
        TestOperator.CHURN,
        new Position(1, ++sequence),
        Optional.of(target).filter(name -> !name.isEmpty()),
        weightBp,
        shadowBp,
        SplitBy.REQUEST,
        rollout);
  }

  private Window opened(String rollout, String target, int weightBp, int shadowBp) {
    return windows.adopted(document(rollout, target, weightBp, shadowBp)).orElseThrow();
  }

  private JsonNode report() {
    return new JsonMapper().valueToTree(windows.report());
  }

  private List<Integer> weights() {
    List<Integer> weights = new ArrayList<>();
    report().path("windows").forEach(window -> weights.add(window.path("weightBp").intValue()));
    return weights;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void withoutAVersionChangeThereIsNone() {
    assertThat(windows.adopted(document("", "green", 10_000, 0))).isEmpty();
    assertThat(windows.adopted(document("r", "", 0, 0))).isEmpty();
    assertThat(report().path("windows")).isEmpty();
    assertThat(report().path("rollout").textValue()).isEqualTo("r");
  }

  @Test
  void eachOfTargetAndWeightsOpensOneAndNothingElseDoes() {
    Window first = opened("r", "green", 100, 0);
    assertThat(opened("r", "green", 100, 0)).as("a new leader's document").isSameAs(first);
    pass(Duration.ofSeconds(61));
    assertThat(opened("r", "green", 2500, 0)).isNotSameAs(first);
    pass(Duration.ofSeconds(2));
    opened("r", "green", 2500, 10_000);
    opened("r", "blue", 2500, 10_000);
    pass(Duration.ofSeconds(3));

    JsonNode report = report().path("windows");
    assertThat(report).hasSize(4);
    assertThat(report.path(0).path("since").textValue()).isEqualTo("2026-11-01T08:00:00Z");
    assertThat(report.path(0).path("millis").intValue()).isEqualTo(61_000);
    assertThat(report.path(1).path("since").textValue()).isEqualTo("2026-11-01T08:01:01Z");
    assertThat(report.path(1).path("millis").intValue()).isEqualTo(2_000);
    assertThat(report.path(2).path("millis").intValue()).isZero();
    assertThat(report.path(3).path("millis").intValue()).isEqualTo(3_000);
    assertThat(report.path(3).path("target").textValue()).isEqualTo("blue");
  }

  @Test
  void anotherRolloutClearsThemAndSoDoesNone() {
    opened("r", "green", 100, 0).stableEnded(200, MS);
    opened("s", "red", 100, 0);
    assertThat(report().path("rollout").textValue()).isEqualTo("s");
    assertThat(report().path("windows")).hasSize(1);
    assertThat(report().at("/windows/0/stable/requests").intValue()).isZero();

    windows.adopted(document("", "red", 10_000, 0));
    assertThat(report().path("windows")).isEmpty();
  }

  @Test
  void aRequestCountsWhereItBegan() {
    Window first = opened("r", "green", 5000, 0);
    opened("r", "green", 0, 0);
    first.candidateEnded(500, MS);

    assertThat(report().at("/windows/0/candidate/failures").intValue()).isOne();
    assertThat(report().at("/windows/1/candidate/failures").intValue()).isZero();
  }

  @Test
  void aRequestUnderTheDocumentBeforeFindsTheWindowOfItsSplit() {
    TrafficDocument earlier = document("r", "green", 5000, 0);
    Window first = windows.of(earlier).orElseThrow();
    Window second = windows.of(document("r", "green", 0, 0)).orElseThrow();

    assertThat(windows.of(earlier)).containsSame(first);
    assertThat(second).isNotSameAs(first);
    assertThat(report().path("windows")).hasSize(2);
  }

  @Test
  void beyondThirtyTwoTheOldestOfOneSplitAreAddedUp() {
    opened("r", "green", 7, 0).stableEnded(200, MS);
    pass(Duration.ofSeconds(1));
    opened("r", "green", 100, 0).stableEnded(200, MS);
    pass(Duration.ofSeconds(2));
    opened("r", "green", 200, 0);
    Window twin = opened("r", "green", 100, 0);
    twin.candidateFailed(Cause.TIMEOUT, 200, MS);
    twin.unkeyed();
    twin.scored().take(Batch.of(Column.ofDoubles("y", 1)));
    pass(Duration.ofSeconds(4));
    IntStream.range(0, 29).forEach(i -> opened("r", "green", 1000 + i, 0));

    assertThat(weights()).hasSize(32).startsWith(7, 200, 100, 1000);
    JsonNode sum = report().path("windows").path(2);
    assertThat(sum.path("since").textValue()).isEqualTo("2026-11-01T08:00:01Z");
    assertThat(sum.path("millis").intValue()).isEqualTo(6_000);
    assertThat(sum.at("/stable/requests").intValue()).isOne();
    assertThat(sum.at("/stable/timed").intValue()).isOne();
    assertThat(sum.at("/candidate/rescued").intValue()).isOne();
    assertThat(sum.at("/causes/timeout").intValue()).isOne();
    assertThat(sum.path("unkeyed").intValue()).isOne();
    assertThat(sum.at("/scored/outputs/y/bins/32736").intValue()).isOne();
  }

  @Test
  void whenNoneSplitAlikeTheOldestTwoAreAddedUp() {
    IntStream.range(0, 40).forEach(i -> opened("r", "green", i, 0).stableEnded(200, MS));
    assertThat(weights()).hasSize(32).startsWith(8, 9, 10).endsWith(39);
    assertThat(report().at("/windows/0/stable/requests").intValue()).isEqualTo(9);
  }

  @Test
  void theFirstTwentyAnswersOfACandidateAreNotTimedAndItsFailuresAre() {
    Window window = opened("r", "green", 100, 0);
    window.candidateEnded(500, MS);
    IntStream.range(0, 15).forEach(i -> window.candidateEnded(200, MS));
    window.candidateEnded(422, MS);
    Window next = opened("r", "green", 200, 0);
    IntStream.range(0, 15).forEach(i -> next.candidateEnded(200, MS));
    next.candidateFailed(Cause.STATUS, 200, MS);
    next.candidateFailed(Cause.BREAKER_OPEN, 200, MS);

    JsonNode first = report().at("/windows/0/candidate");
    assertThat(first.path("requests").intValue()).isEqualTo(17);
    assertThat(first.path("refused").intValue()).isOne();
    assertThat(first.path("timed").intValue()).as("the failure").isOne();
    JsonNode second = report().at("/windows/1/candidate");
    assertThat(second.path("failures").intValue()).isEqualTo(2);
    assertThat(second.path("timed").intValue()).as("30 answers, and the failure").isEqualTo(11);
    assertThat(second.path("latency").path("10").intValue()).isEqualTo(11);

    Window another = opened("s", "red", 100, 0);
    another.candidateEnded(200, MS);
    assertThat(report().at("/windows/0/candidate/timed").intValue()).as("a new rollout").isZero();
  }

  @Test
  void theReportIsSmallHoweverMuchWasCounted() throws Exception {
    for (int i = 0; i < 32; i++) {
      Window window = opened("r", "green", i, 0);
      IntStream.range(0, 62)
          .forEach(
              bucket -> {
                Duration took = Duration.ofNanos((long) (1e5 * Math.pow(10, bucket / 10.0)));
                window.stableEnded(500, took);
                window.candidateEnded(500, took);
              });
      window.scored().take(wide());
    }
    byte[] json =
        new JsonMapper().writeValueAsString(windows.report()).getBytes(StandardCharsets.UTF_8);
    assertThat(json.length).isBetween(60_000, 180_000);

    JsonNode outputs = report().at("/windows/31/scored/outputs");
    assertThat(outputs).hasSize(8);
    outputs.forEach(
        output -> {
          long counted = output.path("other").longValue();
          for (String counts : new String[] {"bins", "counts"}) {
            for (JsonNode count : output.path(counts)) {
              counted += count.longValue();
            }
          }
          assertThat(counted).as("nothing is lost").isEqualTo(20_000);
        });
  }

  private static Batch wide() {
    int rows = 20_000;
    List<Column> columns = new ArrayList<>();
    for (int output = 0; output < 6; output++) {
      double[] values = new double[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = (row % 2 == 0 ? 1 : -1) * Math.pow(1.002, row - 10_000);
      }
      columns.add(Column.ofDoubles("output number " + output, values));
    }
    for (int output = 0; output < 2; output++) {
      String[] texts = new String[rows];
      for (int row = 0; row < rows; row++) {
        texts[row] = "\u00e9\u00e9\u00e9\"".repeat(15) + row % 100;
      }
      columns.add(Column.ofStrings("text " + output, texts));
    }
    return Batch.of(columns);
  }
}
