package io.slipway.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.retry.RetryExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a resource is left alone after a failure. */
class ProportionateRetryTest {

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final RetryExecution failures = new ProportionateRetry(() -> now).initExecution();

  @ParameterizedTest
  @CsvSource({"0, 1000", "1, 1000", "2, 1000", "5, 2500", "40, 20000", "60, 30000", "7200, 30000"})
  void thePauseIsHalfOfTheTimeThatItHasFailed(int failingSeconds, long pauseMillis) {
    now = now.plusSeconds(failingSeconds);

    assertThat(failures.nextDelay()).contains(pauseMillis);
  }

  @Test
  void aHundredEventsWithinAnOutageDoNotLengthenIt() {
    for (int event = 0; event < 100; event++) {
      now = now.plus(Duration.ofMillis(50));
      failures.nextDelay();
    }

    assertThat(failures.nextDelay()).contains(2500L);
  }

  @Test
  void eventsWithinAPauseMakeNoAttemptsOfTheirOwn() {
    int calm = attemptsInFiveSeconds(pause -> pause);
    int busy = attemptsInFiveSeconds(pause -> Duration.ofMillis(50));

    assertThat(busy).isEqualTo(calm).isEqualTo(5);
  }

  private int attemptsInFiveSeconds(UnaryOperator<Duration> untilTheNext) {
    RetryExecution execution = new ProportionateRetry(() -> now).initExecution();
    for (Instant end = now.plusSeconds(5); now.isBefore(end); ) {
      Duration pause = Duration.ofMillis(execution.nextDelay().orElseThrow());
      now = now.plus(untilTheNext.apply(pause));
    }
    return execution.getAttemptCount();
  }

  @Test
  void itIsTriedForEver() {
    now = now.plus(Duration.ofDays(30));
    failures.nextDelay();

    assertThat(failures.isLastAttempt()).isFalse();
    assertThat(failures.getAttemptCount()).isEqualTo(1);
  }
}
