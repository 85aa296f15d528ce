package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ScoringPoolTest {

  @Test
  void aPoolThatIsToldToScoresMoreAtOnce() throws Exception {
    try (ScoringPool pool = new ScoringPool(1, 1)) {
      pool.size(4);
      CyclicBarrier allAtOnce = new CyclicBarrier(4);
      List<FutureTask<Integer>> callers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        FutureTask<Integer> caller =
            new FutureTask<>(
                () ->
                    pool.run(
                        () -> allAtOnce.await(10, TimeUnit.SECONDS),
                        Deadline.after(Duration.ofSeconds(20))));
        callers.add(caller);
        Thread.ofVirtual().start(caller);
      }
      for (FutureTask<Integer> caller : callers) {
        assertThat(caller.get(20, TimeUnit.SECONDS)).isBetween(0, 3);
      }
      assertThat(pool.lostThreads()).isZero();
    }
  }
}
