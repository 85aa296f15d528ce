package io.slipway.scoring;

import io.slipway.scoring.ModelLoadException.Reason;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Runs a load on a thread with a deep stack: whoever reads a document recurses with it, and the
 * caller's stack may be small (a virtual thread's, a pool's).
 *
 * @param engine whose load it is
 * @param document what it loads, in words
 * @param failure what to say of anything that went wrong, but for a stack or a heap that was too
 *     small, of which the same is said for every engine
 */
public record DeepStack(
    String engine, String document, Function<Throwable, ModelLoadException> failure) {
  /** Reserved, and backed by memory only as far as it is used. */
  private static final long BYTES = 64L << 20;

  /** A load. */
  @FunctionalInterface
  public interface Load<T> {
    T call() throws ModelLoadException;
  }

  /**
   * Interrupting the calling thread ends it with {@link Reason#LOAD_TIMEOUT}; for a thread that is
   * interrupted already it does not begin.
   */
  public <T> T call(Load<T> load) throws ModelLoadException {
    if (Thread.currentThread().isInterrupted()) {
      // asked here, since a small document is loaded before the task is waited for
      throw interrupted(new InterruptedException());
    }
    FutureTask<T> task = new FutureTask<>(load::call);
    Thread thread = new Thread(null, task, engine + "-load", BYTES);
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw of(e.getCause() == null ? e : e.getCause());
    }
  }

  private ModelLoadException interrupted(InterruptedException e) {
    return new ModelLoadException(
        Reason.LOAD_TIMEOUT, "loading the " + document + " was interrupted", e);
  }

  private ModelLoadException of(Throwable cause) {
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
    return failure.apply(cause);
  }
}
