package io.slipway.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
                        Deadline.after(Duration.ofSeconds(20)),
                        new CompletableFuture<>()));
        callers.add(caller);
        Thread.ofVirtual().start(caller);
      }
      for (FutureTask<Integer> caller : callers) {
        assertThat(caller.get(20, TimeUnit.SECONDS)).isBetween(0, 3);
      }
      assertThat(pool.lostThreads()).isZero();
    }
  }

  @Test
  void aPoolThatIsClosedSaysThatThePodEnds() {
    ScoringPool pool = new ScoringPool(1, 1);
    pool.close();

    Throwable refusal =
        catchThrowable(
            () ->
                pool.run(
                    () -> 1, Deadline.after(Duration.ofSeconds(20)), new CompletableFuture<>()));

    assertThat(refusal).isInstanceOf(ExecutionException.class);
    assertThat(refusal.getCause())
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(503));
  }

  /** Has the pool do some work, and says what that was given up with. */
  private static FutureTask<Throwable> begin(
      ScoringPool pool, Callable<String> work, CompletableFuture<Void> gone) {
    FutureTask<Throwable> caller =
        new FutureTask<>(
            () ->
                catchThrowable(() -> pool.run(work, Deadline.after(Duration.ofSeconds(20)), gone)));
    Thread.ofVirtual().start(caller);
    return caller;
  }

  @Test
  void workThatNobodyNeedsAnyMoreIsInterruptedOrNeverBegun() throws Exception {
    CompletableFuture<Void> gone = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean second = new AtomicBoolean();
    try (ScoringPool pool = new ScoringPool(1, 0)) {
      FutureTask<Throwable> scored =
          begin(
              pool,
              () -> {
                begun.countDown();
                try {
                  return "" + new CountDownLatch(1).await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  interrupted.countDown();
                  throw e;
                }
              },
              gone);
      begun.await();
      FutureTask<Throwable> waiting =
          begin(
              pool,
              () -> {
                second.set(true);
                return "";
              },
              gone);
      await().until(() -> gone.getNumberOfDependents() == 2);

      gone.complete(null);

      assertThat(scored.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
      interrupted.await();
      await().until(() -> pool.lostThreads() == 0);
      assertThat(
              pool.run(
                  () -> "next", Deadline.after(Duration.ofSeconds(20)), new CompletableFuture<>()))
          .isEqualTo("next");
      assertThat(second).isFalse();
    }
  }
}
