package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScoringCostTest {
  private static final Duration QUICK = Duration.ofNanos(10_000);

  private final ScoringCost cost = new ScoringCost();

  private void scored(int times, int bytes, Duration each) {
    for (int i = 0; i < times; i++) {
      cost.scored(bytes, each.toNanos());
    }
  }

  private void refused(int times, int bytes, Duration each) {
    for (int i = 0; i < times; i++) {
      cost.refused(bytes, each.toNanos());
    }
  }

  @Test
  void whatWasNeverMeasuredIsNotTakenForCheap() {
    assertThat(cost.isCheap(1)).isFalse();
  }

  @Test
  void aRowIsAsCheapAsTheOthersOfItsLength() {
    scored(1, 500, QUICK);

    assertThat(cost.isCheap(500)).isTrue();
    assertThat(cost.isCheap(400)).isTrue();
    assertThat(cost.isCheap(500_000)).isFalse();
  }

  @Test
  void aShortBodyThatTakesLongIsNotTakenForCheapBecauseLongOnesGoFastByTheByte() {
    scored(100, 100_000, Duration.ofNanos(100_000));
    scored(10, 60, Duration.ofMillis(1));

    assertThat(cost.isCheap(100_000)).isTrue();
    assertThat(cost.isCheap(60)).isFalse();
  }

  @Test
  void oneOddRequestCountsForAFewOthersAndNoMore() {
    scored(100, 500, QUICK);
    scored(1, 500, Duration.ofSeconds(10));
    assertThat(cost.isCheap(500)).isFalse();

    scored(10, 500, QUICK);
    assertThat(cost.isCheap(500)).isTrue();
  }

  @Test
  void whereOneInTenIsSlowItIsNotCheapForLong() {
    int cheap = 0;
    for (int i = 0; i < 1000; i++) {
      scored(1, 500, i % 10 == 0 ? Duration.ofMillis(100) : QUICK);
      cheap += cost.isCheap(500) ? 1 : 0;
    }

    assertThat(cheap).isLessThan(500);
  }

  @Test
  void whatWasSlowWhileItWasColdIsCheapLater() {
    scored(1, 500, Duration.ofMillis(50));
    assertThat(cost.isCheap(500)).isFalse();

    scored(100, 500, QUICK);
    assertThat(cost.isCheap(500)).isTrue();
  }

  @Test
  void refusalsThatTakeLongCount() {
    scored(100, 500, QUICK);
    refused(10, 500, Duration.ofMillis(2));

    assertThat(cost.isCheap(500)).isFalse();
  }

  @Test
  void refusalsThatGoFastDoNot() {
    refused(10, 500, QUICK);
    assertThat(cost.isCheap(500)).isFalse();

    scored(10, 500, Duration.ofMillis(2));
    refused(1000, 500, QUICK);
    assertThat(cost.isCheap(500)).isFalse();
  }

  @Test
  void theShortestAndTheLongestBodyAreCounted() {
    scored(1, 0, QUICK);
    scored(1, Integer.MAX_VALUE, QUICK);

    assertThat(cost.isCheap(0)).isTrue();
    assertThat(cost.isCheap(Integer.MAX_VALUE)).isTrue();
  }
}
