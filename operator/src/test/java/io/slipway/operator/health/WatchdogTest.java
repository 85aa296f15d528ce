package io.slipway.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private final SettableClock clock = new SettableClock();
  private final Watchdog watchdog = new Watchdog(clock, Duration.ofMinutes(5));

  @Test
  void workThatNeverEndsIsNamed() {
    Optional<String> stuck =
        watchdog.watch(
            "fraud/churn",
            () -> {
              clock.now = clock.now.plus(Duration.ofMinutes(6));
              return watchdog.stuck();
            });

    assertThat(stuck).hasValueSatisfying(said -> assertThat(said).contains("fraud/churn"));
  }

  @Test
  void workThatEndedIsForgotten() {
    String done = watchdog.watch("fraud/churn", () -> "done");
    clock.now = clock.now.plus(Duration.ofMinutes(6));

    assertThat(done).isEqualTo("done");
    assertThat(watchdog.stuck()).isEmpty();
  }

  private static final class SettableClock extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
