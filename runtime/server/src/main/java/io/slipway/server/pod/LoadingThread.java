package io.slipway.server.pod;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what a model's file decides the cost of: on a thread with a stack of its own size, so that
 * deep models load and too deep ones end in an error of that thread alone, and for a limited time.
 */
final class LoadingThread {
  private static final long STACK_BYTES = 8L << 20;

  private LoadingThread() {}

  /**
   * @throws TimeoutException if the time is over; the thread may go on, and is not waited for
   * @throws ExecutionException if the work fails, with an Error too
   */
  static <T> T run(String name, Duration limit, Callable<T> work)
      throws ExecutionException, TimeoutException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | InterruptedException e) {
      task.cancel(true);
      throw e;
    }
  }
}
