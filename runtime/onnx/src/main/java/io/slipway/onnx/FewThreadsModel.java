package io.slipway.onnx;

import io.slipway.scoring.Batch;
import io.slipway.scoring.EngineInfo;
import io.slipway.scoring.Landmarks;
import io.slipway.scoring.Model;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Signature;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Calls a model on a few threads that stay the same. For each thread that ever calls it on a GPU
 * the library keeps handles and work space there, 50 to 80 MiB, and takes milliseconds to make
 * them; a server's threads are many, and come and go.
 */
final class FewThreadsModel implements Model {
  private final Model model;
  private final ThreadPoolExecutor threads;

  FewThreadsModel(Model model, int threads) {
    this.model = model;
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "onnx-gpu");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Signature signature() {
    return model.signature();
  }

  @Override
  public EngineInfo engine() {
    return model.engine();
  }

  @Override
  public Landmarks landmarks() {
    return model.landmarks();
  }

  /** An interrupt of the caller is one of the thread that works for it. */
  @Override
  public Batch score(Batch inputs) throws ScoringException {
    FutureTask<Batch> answer = new FutureTask<>(() -> model.score(inputs));
    try {
      threads.execute(answer);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the model is closed", e);
    }
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      // Behind calls that do not end it would stay, and its rows with it.
      threads.remove(answer);
      Thread.currentThread().interrupt();
      throw ScoringException.modelFailed(
          "scoring was stopped before its end: the thread was interrupted, as at a time limit", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ScoringException refusal) {
        throw refusal;
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw cause instanceof RuntimeException defect
          ? defect
          : new IllegalStateException("a model throws nothing else", e);
    }
  }

  /** Calls that wait for a thread. */
  int waiting() {
    return threads.getQueue().size();
  }

  @Override
  public void close() {
    threads.shutdown();
    model.close();
  }
}
