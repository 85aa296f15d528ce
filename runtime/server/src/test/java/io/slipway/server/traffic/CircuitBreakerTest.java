package io.slipway.server.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private long now = 1_000;
  private final CircuitBreaker breaker = new CircuitBreaker(Duration.ofSeconds(1), () -> now);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.permits()).isTrue();
      breaker.failed();
    }
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.permits()).isTrue();
      breaker.succeeded();
    }
  }

  private void rest() {
    now += Duration.ofSeconds(1).toNanos();
  }

  @Test
  void fiveFailuresInARowOpenIt() {
    fail(4);
    succeed(1);
    fail(4);
    assertThat(breaker.permits()).isTrue();
    fail(1);
    assertThat(breaker.permits()).isFalse();
  }

  @Test
  void halfOfTheLastTwentyFailingOpensIt() {
    for (int i = 0; i < 9; i++) {
      succeed(1);
      fail(1);
    }
    succeed(1);
    assertThat(breaker.permits()).isTrue();
    fail(1);
    assertThat(breaker.permits()).isFalse();
  }

  @Test
  void afterItsRestOneCallIsLetThrough() {
    fail(5);
    rest();
    assertThat(breaker.permits()).isTrue();
    assertThat(breaker.permits()).isFalse();
  }

  @Test
  void theCallLetThroughClosesItOrOpensItAgain() {
    fail(5);
    rest();
    assertThat(breaker.permits()).isTrue();
    breaker.failed();
    assertThat(breaker.permits()).isFalse();

    rest();
    assertThat(breaker.permits()).isTrue();
    breaker.succeeded();
    succeed(3);
    fail(4);
    assertThat(breaker.isClosed()).isTrue();
  }

  @Test
  void aCallLetThroughThatNeverReportsDoesNotKeepItShut() {
    fail(5);
    rest();
    assertThat(breaker.permits()).isTrue();
    rest();
    assertThat(breaker.permits()).isTrue();
  }

  @Test
  void callsBegunBeforeItOpenedChangeNothing() {
    fail(5);
    breaker.succeeded();
    assertThat(breaker.permits()).isFalse();
  }

  @Property
  void whateverHappenedItClosesOnceTheTargetWorks(@ForAll @Size(max = 200) List<Boolean> outcomes) {
    for (boolean good : outcomes) {
      if (breaker.permits()) {
        if (good) {
          breaker.succeeded();
        } else {
          breaker.failed();
        }
      }
      now += Duration.ofMillis(300).toNanos();
    }
    for (int i = 0; i < 40; i++) {
      rest();
      if (breaker.permits()) {
        breaker.succeeded();
      }
    }
    assertThat(breaker.isClosed()).isTrue();
  }
}
