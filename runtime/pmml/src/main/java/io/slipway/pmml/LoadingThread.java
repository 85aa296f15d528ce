package io.slipway.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs a load on a thread with a deep stack: JPMML's readers and checks recurse with the document,
 * and the caller's stack may be small (a virtual thread's, a pool's).
 */
final class LoadingThread {
  /** Reserved, and backed by memory only as far as it is used. */
  private static final long STACK_BYTES = 64L << 20;

  private LoadingThread() {}

  /** A load. */
  interface Load<T> {
    T call() throws ModelLoadException;
  }

  static <T> T call(Load<T> load) throws ModelLoadException {
    FutureTask<T> task = new FutureTask<>(load::call);
    Thread thread = new Thread(null, task, "pmml-load", STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new ModelLoadException(
          Reason.LOAD_TIMEOUT, "loading the PMML document was interrupted", e);
    } catch (ExecutionException e) {
      throw LoadFailure.of(e.getCause());
    }
  }
}
