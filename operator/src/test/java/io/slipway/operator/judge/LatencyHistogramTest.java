package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipway.operator.judge.LatencyHistogram.SlowerThan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {

  private static final Duration MS = Duration.ofMillis(1);

  @Test
  void boundsAreThePreferredNumbersFromATenthOfAMillisecondTo100Seconds() {
    List<Duration> bounds = LatencyHistogram.bounds();
    assertThat(bounds).hasSize(61).isSorted();
    assertThat(bounds.getFirst()).isEqualTo(Duration.ofNanos(100_000));
    assertThat(bounds.subList(10, 21))
        .containsExactly(
            Duration.ofNanos(1_000_000),
            Duration.ofNanos(1_250_000),
            Duration.ofNanos(1_600_000),
            Duration.ofNanos(2_000_000),
            Duration.ofNanos(2_500_000),
            Duration.ofNanos(3_150_000),
            Duration.ofNanos(4_000_000),
            Duration.ofNanos(5_000_000),
            Duration.ofNanos(6_300_000),
            Duration.ofNanos(8_000_000),
            Duration.ofNanos(10_000_000));
    assertThat(bounds.getLast()).isEqualTo(Duration.ofSeconds(100));
    for (int bound = 1; bound < bounds.size(); bound++) {
      double ratio = (double) bounds.get(bound).toNanos() / bounds.get(bound - 1).toNanos();
      assertThat(ratio).isCloseTo(Math.pow(10, 0.1), within(0.03));
    }
  }

  @Test
  void anObjectiveIsRoundedUpToABound() {
    LatencyHistogram histogram = histogram(Map.of(250, 90L, 315, 7L, 400, 2L, 100_001, 1L));
    assertThat(histogram.slowerThan(Duration.ofMillis(250)))
        .contains(new SlowerThan(10, Duration.ofMillis(250)));
    assertThat(histogram.slowerThan(Duration.ofMillis(251)))
        .contains(new SlowerThan(3, Duration.ofMillis(315)));
    assertThat(histogram.slowerThan(Duration.ZERO))
        .contains(new SlowerThan(100, Duration.ofNanos(100_000)));
    assertThat(histogram.slowerThan(Duration.ofSeconds(100)))
        .contains(new SlowerThan(1, Duration.ofSeconds(100)));
    assertThat(histogram.slowerThan(Duration.ofSeconds(101))).isEmpty();
  }

  @Test
  void histogramsOfAllPodsAddUpInAnyOrder() {
    LatencyHistogram one = histogram(Map.of(5, 10L, 50, 1L));
    LatencyHistogram other = histogram(Map.of(5, 3L, 100_001, 2L));
    LatencyHistogram empty = LatencyHistogram.empty();
    assertThat(one.plus(other)).isEqualTo(other.plus(one));
    assertThat(one.plus(other).plus(empty)).isEqualTo(one.plus(empty.plus(other)));
    assertThat(one.plus(other).total()).isEqualTo(16);
    assertThat(empty.total()).isZero();
  }

  @Test
  void aQuantileIsTheBoundThatSoManyAnswersKeptTo() {
    LatencyHistogram histogram = histogram(Map.of(5, 50L, 10, 45L, 100, 4L, 100_001, 1L));
    assertThat(histogram.quantile(0)).contains(MS.multipliedBy(5));
    assertThat(histogram.quantile(0.5)).contains(MS.multipliedBy(5));
    assertThat(histogram.quantile(0.51)).contains(MS.multipliedBy(10));
    assertThat(histogram.quantile(0.95)).contains(MS.multipliedBy(10));
    assertThat(histogram.quantile(0.99)).contains(MS.multipliedBy(100));
    assertThat(histogram.quantile(1)).contains(LatencyHistogram.UNBOUNDED);
    assertThat(LatencyHistogram.empty().quantile(0.5)).isEmpty();
  }

  @Test
  void slowAnswersAreEventsOfAWindow() {
    LatencyHistogram stable = histogram(Map.of(100, 900L, 400, 9L));
    LatencyHistogram candidate = histogram(Map.of(100, 50L, 400, 50L));
    assertThat(Window.slowerThan(Duration.ofMillis(250), stable, candidate))
        .contains(new Window(909, 9, 100, 50));
    assertThat(Window.slowerThan(Duration.ofMinutes(5), stable, candidate)).isEmpty();
  }

  @Test
  void countsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new LatencyHistogram(List.of(1L)))
        .hasMessage("1 buckets instead of 62");
    assertThatThrownBy(() -> new LatencyHistogram(Collections.nCopies(62, -1L)))
        .hasMessage("No count: -1");
  }

  /** Answers by their latency in milliseconds. */
  private static LatencyHistogram histogram(Map<Integer, Long> answers) {
    List<Long> counts = new ArrayList<>(Collections.nCopies(LatencyHistogram.BUCKETS, 0L));
    answers.forEach(
        (millis, count) -> {
          int bucket = 0;
          while (bucket < LatencyHistogram.bounds().size()
              && LatencyHistogram.bounds().get(bucket).compareTo(MS.multipliedBy(millis)) < 0) {
            bucket++;
          }
          counts.set(bucket, counts.get(bucket) + count);
        });
    return new LatencyHistogram(counts);
  }
}
