package io.slipway.server.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * What all requests for predictions share, whatever connection they come in on. Safe for use by
 * many threads.
 *
 * @param reading has the threads that read requests
 * @param waiting has a thread for everything that may wait
 * @param replies knows how replies look
 */
record Predictions(
    RequestPipeline pipeline, ReadingThreads reading, Executor waiting, JettyReplies replies) {
  Predictions(RequestPipeline pipeline, ReadingThreads reading, Executor waiting) {
    this(pipeline, reading, waiting, new JettyReplies());
  }

  /**
   * @param late hears of it when there are no threads any more
   */
  void onThreadOfItsOwn(Runnable work, Consumer<HttpProblem> late) {
    try {
      waiting.execute(work);
    } catch (RejectedExecutionException e) {
      late.accept(HttpProblem.ending());
    }
  }
}
