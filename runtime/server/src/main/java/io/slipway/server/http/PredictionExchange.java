package io.slipway.server.http;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.jetty.util.Callback;

/**
 * A request for predictions and its answer, which goes out once, whatever goes wrong. How the
 * request came in and the answer goes out is the business of those that extend it. Of one thread at
 * a time.
 */
abstract class PredictionExchange {
  /** What becomes of a connection once its request is answered. */
  enum Afterwards {
    GOES_ON,
    CLOSES
  }

  private final Predictions predictions;
  private final Prediction prediction;
  private final AtomicBoolean over = new AtomicBoolean();

  PredictionExchange(Predictions predictions, Prediction prediction) {
    this.predictions = predictions;
    this.prediction = prediction;
  }

  final Prediction prediction() {
    return prediction;
  }

  /** Answers on this thread, where that may be done and takes no time to speak of. */
  final void answerHere() {
    Thread reader = Thread.currentThread();
    try {
      if (!prediction.answerHere(predictions.reading(), reply -> finish(reply, after(reader)))) {
        answerElsewhere();
      }
    } catch (RuntimeException | Error e) {
      refuse(e);
    }
  }

  /** Answers on a thread that may wait. */
  final void answerElsewhere() {
    try {
      beforeWaiting();
      predictions.onThreadOfItsOwn(
          () -> finish(prediction::answer, Afterwards.GOES_ON), this::refuse);
    } catch (RuntimeException | Error e) {
      refuse(e);
    }
  }

  final void refuse(Throwable e) {
    finish(() -> prediction.refuse(e), Afterwards.GOES_ON);
  }

  /** Given up, the reader holds its connection on: no caller must send on it again. */
  private static Afterwards after(Thread reader) {
    return Thread.currentThread() == reader ? Afterwards.GOES_ON : Afterwards.CLOSES;
  }

  /** The last step, whatever went before. */
  private void finish(Supplier<Reply> making, Afterwards connection) {
    try {
      write(
          made(making),
          connection,
          Callback.from(() -> written(connection), e -> broken(e, connection)));
    } catch (RuntimeException | Error e) {
      broken(e, connection);
    }
  }

  private static Reply made(Supplier<Reply> making) {
    try {
      return making.get();
    } catch (RuntimeException | Error e) {
      return new Reply(RequestPipeline.refused(e).answer(), Map.of(), Map.of());
    }
  }

  private void written(Afterwards connection) {
    try {
      prediction.written();
    } finally {
      end(() -> succeeded(connection));
    }
  }

  private void broken(Throwable e, Afterwards connection) {
    end(() -> failed(e, connection));
  }

  private void end(Runnable tell) {
    if (over.compareAndSet(false, true)) {
      prediction.close();
      tell.run();
    }
  }

  /** Somebody waits for the answer from now on, who may go away meanwhile. */
  void beforeWaiting() {}

  /**
   * Writes the answer without waiting for the caller to take it.
   *
   * @param connection what the caller is told of it
   * @param callback hears when all of it was taken
   */
  abstract void write(Reply reply, Afterwards connection, Callback callback);

  /** The caller's side has taken the answer. */
  abstract void succeeded(Afterwards connection);

  /** The answer could not be written, or not all of it. */
  abstract void failed(Throwable e, Afterwards connection);
}
