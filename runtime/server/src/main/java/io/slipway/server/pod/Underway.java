package io.slipway.server.pod;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Work that goes on, on a thread of its own, while whoever needs its result does something else.
 * Safe for use by many threads.
 */
final class Underway<T> {
  private final FutureTask<T> task;
  private final Thread thread;

  private Underway(FutureTask<T> task, Thread thread) {
    this.task = task;
    this.thread = thread;
  }

  static <T> Underway<T> begin(String name, Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    return new Underway<>(task, Thread.ofPlatform().daemon().name(name).start(task));
  }

  /**
   * Waits for the result.
   *
   * @throws ExecutionException if the work failed, with an Error too
   * @throws InterruptedException if this thread is interrupted; so is the work then, and has ended
   */
  T await() throws ExecutionException, InterruptedException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      giveUp();
      throw e;
    }
  }

  /** Interrupts the work, and waits until it has ended, which it does when it is interrupted. */
  void giveUp() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
