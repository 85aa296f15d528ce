package io.slipway.server.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Serves predictions on the thread that has read the request, without a servlet: bodies come in as
 * they come, and only what has to wait (for a costly model, or another pod) gets a thread of its
 * own. All else goes to the handler within, on a thread of its own too.
 */
final class PredictionHandler extends Handler.Wrapper {
  private final RequestPipeline pipeline;
  private final ReadingThreads reading;
  private final Executor waiting;
  private final JettyReplies replies = new JettyReplies();

  /** A model's callers mostly ask for one and the same. */
  private volatile AskedPath lastAsked = new AskedPath("", Optional.empty());

  /** A request's path, and what it asks for. */
  private record AskedPath(String raw, Optional<PredictionPath> path) {}

  /**
   * @param reading has the threads that read requests
   * @param waiting has a thread for everything that may wait
   */
  PredictionHandler(RequestPipeline pipeline, ReadingThreads reading, Executor waiting) {
    this.pipeline = pipeline;
    this.reading = reading;
    this.waiting = waiting;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<PredictionPath> path = path(request);
    if (path.isEmpty()) {
      onThreadOfItsOwn(
          () -> handleWithin(request, response, callback),
          ended -> refuse(request, response, callback, ended));
    } else if (request.getMethod().equals("POST")) {
      new Exchange(request, response, callback, path.get()).begin();
    } else {
      HttpProblem problem =
          new HttpProblem(405, "the method: expected POST, found another", Map.of("Allow", "POST"));
      refuse(request, response, callback, problem);
    }
    return true;
  }

  private void refuse(Request request, Response response, Callback callback, HttpProblem problem) {
    replies.write(
        request,
        response,
        pipeline.refuse(head(request), problem),
        Callback.from(() -> succeeded(request, callback), callback::failed));
  }

  private void succeeded(Request request, Callback callback) {
    UnreadBody.discard(request, pipeline.limits().maxBodyBytes(), callback::succeeded);
  }

  /**
   * @param late hears of it when there are no threads any more
   */
  private void onThreadOfItsOwn(Runnable work, Consumer<HttpProblem> late) {
    try {
      waiting.execute(work);
    } catch (RejectedExecutionException e) {
      late.accept(HttpProblem.ending());
    }
  }

  private Optional<PredictionPath> path(Request request) {
    String raw = request.getHttpURI().getPath();
    if (raw == null) {
      return Optional.empty(); // of CONNECT
    }
    AskedPath last = lastAsked;
    if (!last.raw().equals(raw)) {
      last = new AskedPath(raw, PredictionPath.of(raw));
      if (last.path().isPresent()) {
        lastAsked = last;
      }
    }
    return last.path();
  }

  private void handleWithin(Request request, Response response, Callback callback) {
    try {
      if (!super.handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception | Error e) {
      Response.writeError(request, response, callback, e);
    }
  }

  static Head head(Request request) {
    return new Head(
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        RequestHeaders.of(request.getHeaders()));
  }

  private static Protocol protocol(Request request, PredictionPath path) {
    if (path.verb() == PredictionPath.Verb.INFER) {
      return Protocol.INFER;
    }
    // An unsupported type is refused on the way, where its refusal is counted.
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null && type.startsWith(MediaTypes.CSV) ? Protocol.CSV : Protocol.RECORDS;
  }

  /** What becomes of a connection once its request is answered. */
  private enum Afterwards {
    GOES_ON,
    CLOSES
  }

  /** One request for predictions. It runs when more of its body is there. */
  private final class Exchange implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final Prediction prediction;
    private final AtomicBoolean over = new AtomicBoolean();
    private Optional<Scheduler.Task> timer = Optional.empty();

    Exchange(Request request, Response response, Callback callback, PredictionPath path) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.prediction =
          pipeline.begin(head(request), protocol(request, path), path, Arrival.of(request));
    }

    void begin() {
      try {
        prediction.admit(request.getLength());
      } catch (HttpProblem | RuntimeException | Error e) {
        refuse(e);
        return;
      }
      run();
    }

    @Override
    public void run() {
      try {
        if (!hasReadAll()) {
          return;
        }
      } catch (HttpProblem | RuntimeException | Error e) {
        stopTimer();
        refuse(e);
        return;
      }
      stopTimer();
      answer();
    }

    /** Reads what is there; if that is not all, more of it calls again. */
    private boolean hasReadAll() throws HttpProblem {
      boolean goesOn;
      do {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          await();
          return false;
        }
        // Before it is released, when it is anybody's.
        boolean last = chunk.isLast();
        goesOn = take(chunk) && !last;
      } while (goesOn);
      prediction.readAll();
      return true;
    }

    private boolean take(Content.Chunk chunk) throws HttpProblem {
      if (Content.Chunk.isFailure(chunk)) {
        if (!getServer().isRunning()) {
          // Jetty fails what is being read before it closes the connection: the caller still hears.
          throw HttpProblem.ending();
        }
        prediction.breakOff();
      }
      try {
        return prediction.read(chunk.getByteBuffer());
      } finally {
        chunk.release();
      }
    }

    /** No thread waits for the rest of a body; at the time limit reading it fails. */
    private void await() {
      if (timer.isEmpty()) {
        Scheduler scheduler = request.getConnectionMetaData().getConnector().getScheduler();
        timer =
            Optional.of(
                scheduler.schedule(
                    () -> request.fail(new TimeoutException()),
                    Math.max(0, prediction.deadline().remainingNanos()) + 1_000_000,
                    TimeUnit.NANOSECONDS));
      }
      request.demand(this);
    }

    private void stopTimer() {
      timer.ifPresent(Scheduler.Task::cancel);
    }

    private void answer() {
      // The streams of an HTTP/2 connection wait for each other where they share a thread.
      boolean alone = request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2;
      Thread reader = Thread.currentThread();
      try {
        if (!alone || !prediction.answerHere(reading, reply -> finish(reply, after(reader)))) {
          request.addFailureListener(gone -> prediction.giveUp());
          onThreadOfItsOwn(() -> finish(prediction::answer, Afterwards.GOES_ON), this::refuse);
        }
      } catch (RuntimeException | Error e) {
        refuse(e);
      }
    }

    /** Given up, the reader holds its connection on: no caller must send on it again. */
    private static Afterwards after(Thread reader) {
      return Thread.currentThread() == reader ? Afterwards.GOES_ON : Afterwards.CLOSES;
    }

    private void refuse(Throwable e) {
      finish(() -> prediction.refuse(e), Afterwards.GOES_ON);
    }

    /** The last step, whatever went before. */
    private void finish(Supplier<Reply> making, Afterwards connection) {
      try {
        Reply reply = made(making);
        if (connection == Afterwards.CLOSES) {
          response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        replies.write(
            request,
            response,
            reply,
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
        end(() -> succeeded(request, callback), connection);
      }
    }

    private void broken(Throwable e, Afterwards connection) {
      end(() -> callback.failed(e), connection);
    }

    private void end(Runnable tell, Afterwards connection) {
      if (over.compareAndSet(false, true)) {
        prediction.close();
        tell.run();
        if (connection == Afterwards.CLOSES) {
          request.getConnectionMetaData().getConnection().getEndPoint().close();
        }
      }
    }
  }
}
