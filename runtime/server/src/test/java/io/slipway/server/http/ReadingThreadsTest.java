package io.slipway.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that leave the selecting for some work: in time, late, or for good. */
@Timeout(60)
class ReadingThreadsTest {
  private final Runnable selecting = new CountDownLatch(1)::countDown;
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final Queue<Runnable> standIns = new ConcurrentLinkedQueue<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final Set<Thread> othersWatches = watches();
  private final ReadingThreads threads = new ReadingThreads(standIns::add, Runnable::run);
  private final Set<Thread> ownWatch = watches();

  @AfterEach
  void end() {
    gate.countDown();
    threads.close();
    workers.close();
  }

  private static String hears(CountDownLatch gate) {
    try {
      gate.await();
      return "opened";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  private static String deaf(CountDownLatch gate) {
    boolean interrupted = false;
    while (gate.getCount() > 0) {
      interrupted |= Thread.interrupted();
      Thread.onSpinWait();
    }
    return interrupted ? "interrupted" : "opened";
  }

  /** How a work ended; completed twice, it would say so. */
  private static final class Told {
    private final CompletableFuture<Ending<String>> ending = new CompletableFuture<>();
    private final AtomicInteger times = new AtomicInteger();

    void tell(Ending<String> how) {
      times.incrementAndGet();
      ending.complete(how);
    }

    String value() throws Exception {
      return ending.get(20, SECONDS).get();
    }
  }

  private Told work(ReadingThreads on, Duration limit, Callable<String> work) {
    Told told = new Told();
    on.work(work, Deadline.after(limit), told::tell);
    return told;
  }

  /** Once more where this machine takes the thread away at that very moment. */
  private void leave(ReadingThreads from) {
    await()
        .pollInSameThread()
        .until(
            () -> {
              from.tryExecute(selecting);
              return from.mayWork();
            });
  }

  private void awaitReplaced(int times) {
    await().until(() -> standIns.size() == times);
  }

  @Test
  void aThreadThatComesBackInTimeIsNotReplaced() {
    Runnable another = () -> {};
    long begun;
    do {
      standIns.clear();
      begun = System.nanoTime();
      threads.tryExecute(selecting);
      threads.back();
    } while (System.nanoTime() - begun > 1_000_000);
    workers.execute(
        () -> {
          threads.tryExecute(another);
          deaf(gate);
        });

    // The look at all that finds the one who stays away would find the other too.
    awaitReplaced(1);
    assertThat(standIns).containsExactly(another);
  }

  @Test
  void aThreadThatStaysAwayIsReplacedOnce() {
    for (int i = 0; i < 2; i++) {
      workers.execute(
          () -> {
            threads.tryExecute(selecting);
            deaf(gate);
          });
    }

    awaitReplaced(2);
    assertThat(standIns).containsOnly(selecting);
  }

  private static Set<Thread> watches() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("http-watch"))
        .collect(Collectors.toSet());
  }

  /** Whether the watch waits, and not just until the next look. */
  private boolean isWatchAsleep() {
    return ownWatch.stream()
        .filter(watch -> !othersWatches.contains(watch))
        .allMatch(watch -> watch.getState() == Thread.State.WAITING);
  }

  @Test
  void aThreadThatStaysAwayIsReplacedThoughTheWatchWasAsleep() {
    for (int times = 1; times <= 2; times++) {
      await().until(this::isWatchAsleep);
      workers.execute(
          () -> {
            threads.tryExecute(selecting);
            deaf(gate);
          });
      awaitReplaced(times);
    }
  }

  @Test
  void theWatchStaysAwakeForAThreadThatComesAndGoes() {
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              workers
                  .submit(
                      () -> {
                        threads.tryExecute(selecting);
                        threads.back();
                      })
                  .get();
              return !isWatchAsleep();
            });
  }

  @Test
  void onlyAThreadThatCanBeReplacedMayWork() {
    assertThat(threads.mayWork()).isFalse();

    leave(threads);
    threads.back();
    assertThat(threads.mayWork()).isFalse();
  }

  @Test
  void aThreadThatHasBeenReplacedMayNot() {
    threads.tryExecute(selecting);

    await().until(() -> !standIns.isEmpty());
    await().pollInSameThread().until(() -> !threads.mayWork());
  }

  @Test
  void aThreadMayNotWorkOnAndOnWithoutSelecting() {
    int works;
    do {
      standIns.clear();
      leave(threads);
      works = 0;
      while (threads.mayWork() && works < 1000) {
        work(threads, LONG, () -> "");
        works++;
      }
      // Once more where it took so long that it was replaced.
    } while (!standIns.isEmpty());

    assertThat(works).isPositive().isLessThan(1000);
    leave(threads);
  }

  @Test
  void whileAWorkIsHeldNobodyElseMay() throws Exception {
    Future<Told> held =
        workers.submit(
            () -> {
              threads.tryExecute(selecting);
              return work(threads, LONG, () -> hears(gate));
            });
    awaitReplaced(1);

    threads.tryExecute(selecting);
    assertThat(threads.mayWork()).isFalse();

    gate.countDown();
    assertThat(held.get().value()).isEqualTo("opened");
    leave(threads);
  }

  @Test
  void workEndsWithItsValueOrWithWhatItThrew() throws Exception {
    threads.tryExecute(selecting);

    assertThat(work(threads, LONG, () -> "scored").value()).isEqualTo("scored");
    Told thrown =
        work(
            threads,
            LONG,
            () -> {
              throw new AssertionError("a defect");
            });
    assertThatThrownBy(thrown::value)
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("a defect");
  }

  @Test
  void aWorkIsGivenUpAtItsDeadlineThoughItsThreadWasReplacedBefore() throws Exception {
    Told told = new Told();
    workers.execute(
        () -> {
          threads.tryExecute(selecting);
          awaitReplaced(1);
          threads.work(() -> deaf(gate), Deadline.after(SHORT), told::tell);
        });

    assertThatThrownBy(told::value).isInstanceOf(TimeoutException.class);
    assertThat(threads.lost()).isEqualTo(1);
  }

  @Test
  void soIsTheOneThatComesAfterOthersOfTheSameThread() throws Exception {
    Told told = new Told();
    workers.execute(
        () -> {
          threads.tryExecute(selecting);
          work(threads, LONG, () -> "quick");
          work(
              threads,
              LONG,
              () -> {
                awaitReplaced(1);
                return "slow";
              });
          threads.work(() -> deaf(gate), Deadline.after(SHORT), told::tell);
        });

    assertThatThrownBy(told::value).isInstanceOf(TimeoutException.class);
  }

  @Test
  void givenUpItIsToldOnceAndItsThreadIsLostUntilItEnds() throws Exception {
    Told told = new Told();
    Future<?> worker =
        workers.submit(
            () -> {
              threads.tryExecute(selecting);
              threads.work(() -> deaf(gate), Deadline.after(SHORT), told::tell);
            });
    assertThatThrownBy(told::value).isInstanceOf(TimeoutException.class);
    assertThat(threads.lost()).isEqualTo(1);

    gate.countDown();
    worker.get(20, SECONDS);
    assertThat(threads.lost()).isZero();
    assertThat(told.times).hasValue(1);
  }

  @Test
  void theInterruptIsForTheWorkAndNotForWhatComesNext() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    Future<Boolean> interrupted =
        workers.submit(
            () -> {
              threads.tryExecute(selecting);
              threads.work(
                  () -> {
                    // It hears, and leaves the mark for others to see, as one should.
                    heard.complete(hears(gate));
                    Thread.currentThread().interrupt();
                    return "";
                  },
                  Deadline.after(SHORT),
                  ending -> {});
              return Thread.currentThread().isInterrupted();
            });

    assertThat(heard.get(20, SECONDS)).isEqualTo("interrupted");
    assertThat(interrupted.get(20, SECONDS)).isFalse();
  }

  /** Fails some times before it does what it is asked to. */
  private static Executor failing(AtomicInteger times, Executor then) {
    return task -> {
      if (times.getAndDecrement() > 0) {
        throw new OutOfMemoryError("no memory for a thread");
      }
      then.execute(task);
    };
  }

  @Test
  void theWatchOutlivesAnErrorAndTriesAgain() throws Exception {
    AtomicInteger standInFails = new AtomicInteger(3);
    AtomicInteger tellerFails = new AtomicInteger(3);
    try (ReadingThreads poor =
        new ReadingThreads(
            failing(standInFails, standIns::add), failing(tellerFails, Runnable::run))) {
      Told told = new Told();
      workers.execute(
          () -> {
            poor.tryExecute(selecting);
            poor.work(() -> deaf(gate), Deadline.after(SHORT), told::tell);
          });

      assertThatThrownBy(told::value).isInstanceOf(TimeoutException.class);
      awaitReplaced(1);
      assertThat(standInFails.get()).isNegative();
      assertThat(tellerFails.get()).isNegative();
    }
  }

  @Test
  void aWorkThatEndsBeforeAnybodyCouldBeAskedToTellThatItWasGivenUpTellsItself() throws Exception {
    AtomicInteger always = new AtomicInteger(Integer.MAX_VALUE);
    try (ReadingThreads poor = new ReadingThreads(standIns::add, failing(always, Runnable::run))) {
      Told told = new Told();
      workers
          .submit(
              () -> {
                poor.tryExecute(selecting);
                poor.work(() -> hears(gate), Deadline.after(SHORT), told::tell);
              })
          .get(20, SECONDS);

      assertThatThrownBy(told::value).isInstanceOf(TimeoutException.class);
      assertThat(told.times).hasValue(1);
      assertThat(poor.lost()).isZero();
    }
  }

  @Test
  void onceItHasEndedNobodyIsPromisedAnything() {
    threads.close();

    assertThat(threads.tryExecute(selecting)).isFalse();
  }
}
