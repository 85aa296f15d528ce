package io.slipway.server.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatencyHistogramTest {
  /** The contract's bounds, written out once by hand. */
  private static final double[] DECADE = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "100000, 0",
    "100001, 1",
    "125000, 1",
    "315000, 5",
    "315001, 6",
    "1000000, 10",
    "1000001, 11",
    "250000000, 34",
    "100000000000, 60",
    "100000000001, 61",
    "9223372036854775807, 61"
  })
  void aTimeIsInTheFirstBucketWhoseBoundItDoesNotExceed(long nanos, int bucket) {
    assertThat(LatencyHistogram.bucket(nanos)).isEqualTo(bucket);
  }

  @Test
  void theBoundsAreTheContracts() {
    for (int i = 0; i < 60; i++) {
      long bound = Math.round(DECADE[i % 10] * 1e5 * Math.pow(10, Math.floorDiv(i, 10)));
      assertThat(LatencyHistogram.bucket(bound)).as("%d ns", bound).isEqualTo(i);
      assertThat(LatencyHistogram.bucket(bound + 1)).as("%d ns", bound + 1).isEqualTo(i + 1);
    }
  }

  @Property
  void aLongerTimeIsNeverInALowerBucket(
      @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long other) {
    assertThat(LatencyHistogram.bucket(Math.max(one, other)))
        .isGreaterThanOrEqualTo(LatencyHistogram.bucket(Math.min(one, other)));
  }

  @Test
  void manyThreadsLoseNoTimeAndTwoHistogramsAddUp() {
    LatencyHistogram histogram = new LatencyHistogram();
    LatencyHistogram other = new LatencyHistogram();
    IntStream.range(0, 30_000)
        .parallel()
        .forEach(i -> histogram.record(Duration.ofMillis(i % 3 == 0 ? 2 : 300).toNanos()));
    other.record(Duration.ofMillis(2).toNanos());
    other.add(histogram);

    assertThat(other.count()).isEqualTo(30_001);
    assertThat(other.byBucket()).isEqualTo(Map.of(13, 10_001L, 35, 20_000L));
  }
}
