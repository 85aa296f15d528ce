package io.slipway.server.http;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores on platform threads, as many as there are processors to use. At a request's deadline, or
 * when its caller has gone, its thread is interrupted and given up: native code and regular
 * expressions do not listen, so another thread takes its place at once, and the lost one ends when
 * its work does. Places are replaced up to a cap, beyond which lost threads cost capacity. Safe for
 * use by many threads.
 */
final class ScoringPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScoringPool.class);

  private int threads;
  private final int maxReplacements;
  private final ThreadPoolExecutor executor;
  private int lost;

  /** Tasks wait in the order in which they came, but for one that goes first. */
  private static final class Line extends LinkedBlockingDeque<Runnable> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean offer(Runnable task) {
      return task instanceof First ? offerFirst(task) : offerLast(task);
    }
  }

  /** A task that no other is to be waited for with. */
  private record First(Runnable task) implements Runnable {
    @Override
    public void run() {
      task.run();
    }
  }

  /** How far a task has come. */
  private enum Stage {
    QUEUED,
    RUNNING,
    GIVEN_UP,
    ENDED
  }

  /**
   * @param threads that score at once, 1 or more
   * @param maxReplacements for threads that do not stop when they are interrupted
   */
  ScoringPool(int threads, int maxReplacements) {
    this.threads = threads;
    this.maxReplacements = maxReplacements;
    // The queue is as long as there are requests in flight, which are bounded elsewhere.
    this.executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new Line(),
            // Daemons: a thread that never comes back must not keep the process from ending.
            Thread.ofPlatform().daemon().name("scoring-", 0).factory());
  }

  /**
   * Runs {@code work} and waits for it.
   *
   * @param gone when it completes, nobody needs the work any more
   * @throws TimeoutException if it has not ended by the deadline
   * @throws ExecutionException with what it threw, or with a {@link HttpProblem} once the pool is
   *     closed
   * @throws CancellationException if it had not ended when nobody needed it any more
   */
  <T> T run(Callable<T> work, Deadline deadline, CompletableFuture<Void> gone)
      throws TimeoutException, ExecutionException, InterruptedException {
    return run(work, deadline, gone, tracked -> tracked);
  }

  /** Runs {@code work} as soon as a thread is free, however many wait for one. */
  <T> T runFirst(Callable<T> work, Deadline deadline)
      throws TimeoutException, ExecutionException, InterruptedException {
    return run(work, deadline, new CompletableFuture<>(), First::new);
  }

  private <T> T run(
      Callable<T> work,
      Deadline deadline,
      CompletableFuture<Void> gone,
      UnaryOperator<Runnable> placing)
      throws TimeoutException, ExecutionException, InterruptedException {
    AtomicReference<Stage> stage = new AtomicReference<>(Stage.QUEUED);
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              if (!stage.compareAndSet(Stage.QUEUED, Stage.RUNNING)) {
                throw new CancellationException();
              }
              return work.call();
            });
    Runnable tracked =
        placing.apply(
            () -> {
              task.run();
              if (stage.getAndSet(Stage.ENDED) == Stage.GIVEN_UP) {
                regained();
              }
            });
    Runnable givingUp =
        () -> {
          // Before the interrupt: afterwards the thread could have ended, and would count as lost
          // for good.
          if (stage.getAndUpdate(ScoringPool::givenUp) == Stage.RUNNING) {
            lose();
          }
          task.cancel(true);
          executor.remove(tracked);
        };
    try {
      executor.execute(tracked);
    } catch (RejectedExecutionException e) {
      // The queue has no end: only a pool that is closed refuses.
      throw new ExecutionException(HttpProblem.ending());
    }
    var _ = gone.thenRun(givingUp);
    try {
      return task.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | InterruptedException e) {
      givingUp.run();
      throw e;
    }
  }

  private static Stage givenUp(Stage stage) {
    return switch (stage) {
      case RUNNING -> Stage.GIVEN_UP;
      case QUEUED, ENDED -> Stage.ENDED;
      case GIVEN_UP -> Stage.GIVEN_UP;
    };
  }

  /** Has so many threads score at once from now on. */
  synchronized void size(int newThreads) {
    threads = newThreads;
    resize();
  }

  /** Threads that still work for a request whose time is over. */
  synchronized int lostThreads() {
    return lost;
  }

  /** True if lost threads have taken all the places, so that nothing can be scored. */
  synchronized boolean isExhausted() {
    return lost >= threads + maxReplacements;
  }

  private synchronized void lose() {
    lost++;
    resize();
    if (lost > maxReplacements) {
      LOG.error(
          "{} scoring threads did not end at their request's time limit, and only {} are replaced:"
              + " {} of {} still score",
          lost,
          maxReplacements,
          Math.max(0, threads + maxReplacements - lost),
          threads);
    }
  }

  private synchronized void regained() {
    lost--;
    resize();
  }

  private void resize() {
    // A thread may be back before it is counted as lost: then lost is negative for a moment.
    int size = threads + Math.clamp(lost, 0, maxReplacements);
    if (size > executor.getMaximumPoolSize()) {
      executor.setMaximumPoolSize(size);
      executor.setCorePoolSize(size);
    } else {
      executor.setCorePoolSize(size);
      executor.setMaximumPoolSize(size);
    }
  }

  /** Interrupts whatever still runs. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
