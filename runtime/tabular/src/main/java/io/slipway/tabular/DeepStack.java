package io.slipway.tabular;

import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Loads on a thread with a deep stack: lowering recurses with the document, whose depth is bounded,
 * and the caller's stack may be small (a virtual thread's, a pool's).
 */
final class DeepStack {
  /** Reserved, and backed by memory only as far as it is used. */
  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  /** A load. */
  interface Load<T> {
    T call() throws ModelLoadException;
  }

  static <T> T call(Load<T> load) throws ModelLoadException {
    FutureTask<T> task = new FutureTask<>(load::call);
    Thread thread = new Thread(null, task, "tabular-load", BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw new ModelLoadException(Reason.LOAD_TIMEOUT, "loading the document was interrupted", e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    }
  }

  private static ModelLoadException failure(Throwable cause) {
    if (cause instanceof ModelLoadException refused) {
      return refused;
    }
    if (cause instanceof StackOverflowError) {
      return new ModelLoadException(
          Reason.MODEL_TOO_LARGE,
          "the document nests elements, or refers from one to another, too deeply");
    }
    if (cause instanceof OutOfMemoryError) {
      return new ModelLoadException(
          Reason.MODEL_TOO_LARGE,
          "the document does not fit in memory: raise resources.limits.memory");
    }
    return new ModelLoadException(
        Reason.MODEL_UNSUPPORTED,
        "the document leads to where nobody has looked: " + cause.getClass().getSimpleName(),
        cause);
  }
}
