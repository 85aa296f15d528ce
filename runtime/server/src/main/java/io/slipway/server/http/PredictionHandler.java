package io.slipway.server.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
  private final Predictions predictions;

  /** A model's callers mostly ask for one and the same. */
  private volatile AskedPath lastAsked = new AskedPath("", Optional.empty());

  /** A request's path, and what it asks for. */
  private record AskedPath(String raw, Optional<PredictionPath> path) {}

  PredictionHandler(Predictions predictions) {
    this.predictions = predictions;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<PredictionPath> path = path(request);
    if (path.isEmpty()) {
      predictions.onThreadOfItsOwn(
          () -> handleWithin(request, response, callback),
          ended -> refuse(request, response, callback, ended));
    } else if (request.getMethod().equals("POST")) {
      predict(request, response, callback, path.get());
    } else {
      HttpProblem problem =
          new HttpProblem(405, "the method: expected POST, found another", Map.of("Allow", "POST"));
      refuse(request, response, callback, problem);
    }
    return true;
  }

  private void predict(Request request, Response response, Callback callback, PredictionPath path) {
    Head head = head(request);
    Protocol protocol = protocol(request, path);
    if (request.getConnectionMetaData() instanceof RepeatingConnection connection) {
      connection.expect(request.getHeaders(), new RepeatedHead.Meaning(head, protocol, path));
    }
    Prediction prediction = predictions.pipeline().begin(head, protocol, path, Arrival.of(request));
    new Incoming(request, response, callback, prediction).begin();
  }

  private void refuse(Request request, Response response, Callback callback, HttpProblem problem) {
    predictions
        .replies()
        .write(
            request,
            response,
            predictions.pipeline().refuse(head(request), problem),
            Callback.from(() -> succeeded(request, callback), callback::failed));
  }

  private void succeeded(Request request, Callback callback) {
    UnreadBody.discard(
        request, predictions.pipeline().limits().maxBodyBytes(), callback::succeeded);
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

  /** One request for predictions as Jetty reads it. It runs when more of its body is there. */
  private final class Incoming extends PredictionExchange implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private Optional<Scheduler.Task> timer = Optional.empty();

    Incoming(Request request, Response response, Callback callback, Prediction prediction) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      super(predictions, prediction);
    }

    void begin() {
      try {
        prediction().admit(request.getLength());
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
      if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
        // The streams of a connection wait for each other where they share a thread.
        answerElsewhere();
      } else {
        answerHere();
      }
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
      prediction().readAll();
      return true;
    }

    private boolean take(Content.Chunk chunk) throws HttpProblem {
      if (Content.Chunk.isFailure(chunk)) {
        if (!getServer().isRunning()) {
          // Jetty fails what is being read before it closes the connection: the caller still hears.
          throw HttpProblem.ending();
        }
        prediction().breakOff();
      }
      try {
        return prediction().read(chunk.getByteBuffer());
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
                    Math.max(0, prediction().deadline().remainingNanos()) + 1_000_000,
                    TimeUnit.NANOSECONDS));
      }
      request.demand(this);
    }

    private void stopTimer() {
      timer.ifPresent(Scheduler.Task::cancel);
    }

    @Override
    void beforeWaiting() {
      request.addFailureListener(gone -> prediction().giveUp());
    }

    @Override
    void write(Reply reply, Afterwards connection, Callback written) {
      if (connection == Afterwards.CLOSES) {
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
      }
      predictions.replies().write(request, response, reply, written);
    }

    @Override
    void succeeded(Afterwards connection) {
      PredictionHandler.this.succeeded(request, callback);
      close(connection);
    }

    @Override
    void failed(Throwable e, Afterwards connection) {
      callback.failed(e);
      close(connection);
    }

    private void close(Afterwards connection) {
      if (connection == Afterwards.CLOSES) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
      }
    }
  }
}
