package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EstimateTest {

  private static final List<Duration> TEN_AND_THIRTY =
      List.of(Duration.ofSeconds(10), Duration.ofSeconds(30));

  @Test
  void thereIsNoneBeforeASplitIsDone() {
    assertThat(Estimate.seconds(List.of(), 5, 2)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"8, 4, 40", "9, 4, 45", "3, 4, 20", "1, 1, 20", "0, 4, 0"})
  void itIsAsManyRoundsOfTheMeanAsAreLeft(int left, int parallelism, long seconds) {
    assertThat(Estimate.seconds(TEN_AND_THIRTY, left, parallelism)).hasValue(seconds);
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "3, 1", "'1,3-5', 4", "'0-9,11', 11"})
  void indexesOfAJobAreCounted(String text, int count) {
    assertThat(Indexes.count(text)).isEqualTo(count);
  }
}
