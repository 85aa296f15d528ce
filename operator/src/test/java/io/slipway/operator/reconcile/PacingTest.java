package io.slipway.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon a resource is looked at, however much happens to it. */
class PacingTest {

  private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

  private long now = -17;
  private final Pacing pacing = new Pacing(() -> now);
  private final Pacing.Due due = pacing.initState();

  @Test
  void aBurstIsSeenAtOnce() {
    assertThat(looksOf(100)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 100, 10_000})
  void whatComesBehindABurstWaits200MillisecondsAtMost(int events) {
    looksOf(events);

    Duration wait = pacing.isLimited(due).orElseThrow();

    assertThat(wait).isPositive().isLessThanOrEqualTo(LONGEST_WAIT);
    pass(wait);
    assertThat(pacing.isLimited(due)).isEmpty();
  }

  @Test
  void aHotLoopIsHeldToFiveLooksASecond() {
    looksOf(20);
    int looks = 0;
    for (long end = now + Duration.ofSeconds(60).toNanos(); now < end; ) {
      Optional<Duration> wait = pacing.isLimited(due);
      looks += wait.isEmpty() ? 1 : 0;
      pass(wait.orElse(Duration.ofMillis(3)));
    }
    assertThat(looks).isBetween(299, 300);
  }

  @Test
  void afterSomeCalmABurstIsSeenAtOnceAgain() {
    looksOf(1000);
    pass(Duration.ofSeconds(4));

    assertThat(looksOf(1000)).isEqualTo(20);
  }

  @Test
  void whenEventsComeAtRandomNobodyWaitsLongerNorAreThereMoreLooksThanThat() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    int looks = 0;
    long began = now;
    for (int event = 0; event < 100_000; event++) {
      pass(Duration.ofMillis(random.nextInt(random.nextInt(1, 600))));
      Optional<Duration> wait = pacing.isLimited(due);
      assertThat(wait.orElse(Duration.ZERO)).isLessThanOrEqualTo(LONGEST_WAIT);
      looks += wait.isEmpty() ? 1 : 0;
    }
    assertThat(looks).isLessThanOrEqualTo((int) ((now - began) / LONGEST_WAIT.toNanos()) + 20);
  }

  private int looksOf(int events) {
    int looks = 0;
    for (int event = 0; event < events; event++) {
      looks += pacing.isLimited(due).isEmpty() ? 1 : 0;
    }
    return looks;
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
