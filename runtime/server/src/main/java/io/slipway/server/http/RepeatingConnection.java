package io.slipway.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty's connection for HTTP/1.1, which does not parse a request for predictions whose head is
 * byte for byte that of the one before: most callers send nothing else. All other requests, and all
 * that come in pieces or one after the other without waiting, are Jetty's as ever.
 *
 * <p>Between requests it reads into a buffer of its own; whatever is not such a request it hands
 * over as it came, and knows its head in case it comes again.
 */
final class RepeatingConnection extends HttpConnection {
  /** So many heads one after the other that were not expected, and no further one is. */
  private static final int MOST_SURPRISES = 4;

  private final Predictions predictions;
  private final ReplyBytes replies;

  private Optional<Arrived> arrived = Optional.empty();

  private Optional<RepeatedHead> expected = Optional.empty();
  private int surprises;

  /**
   * A head that was handed over.
   *
   * @param number of its request among those that Jetty parses
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Arrived(long number, byte[] head) {}

  private RepeatingConnection(
      HttpConfiguration http, Connector connector, EndPoint endPoint, Predictions predictions) {
    super(http, connector, endPoint);
    this.predictions = predictions;
    this.replies = new ReplyBytes(new JettyReplies(), getServer()::getDateField);
  }

  static HttpConnectionFactory factory(HttpConfiguration http, Predictions predictions) {
    return new HttpConnectionFactory(http) {
      @Override
      public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(
            new RepeatingConnection(http, connector, endPoint, predictions), connector, endPoint);
      }
    };
  }

  /**
   * Expects the request whose head Jetty has just parsed to come again. To be told on the thread
   * that has parsed it, before anything of its body is read.
   *
   * @param fields of the head
   */
  void expect(HttpFields fields, RepeatedHead.Meaning meaning) {
    if (expected.isEmpty() && getHttpVersion() == HttpVersion.HTTP_1_1) {
      // Jetty may have read on by itself: then this is not the request that was handed over.
      expected =
          arrived
              .filter(last -> last.number() == getMessagesIn())
              .flatMap(last -> RepeatedHead.of(last.head(), fields, meaning));
    }
  }

  @Override
  public void onFillable() {
    boolean between = isRequestBufferEmpty() && getParser().isStart();
    // Jetty ends connections in its own way when the server is about to.
    if (between && surprises < MOST_SURPRISES && !getConnector().isShutdown()) {
      fill();
    } else {
      super.onFillable();
    }
  }

  private void fill() {
    RetainableByteBuffer buffer =
        getConnector().getByteBufferPool().acquire(getInputBufferSize(), true);
    try {
      ByteBuffer message = buffer.getByteBuffer();
      if (getEndPoint().fill(message) > 0 && read(message)) {
        return;
      }
    } catch (IOException | RuntimeException | Error e) {
      getEndPoint().close(e);
      return;
    } finally {
      buffer.release();
    }
    super.onFillable();
  }

  /**
   * @return false if Jetty is to read what there is
   */
  private boolean read(ByteBuffer message) {
    boolean begins = expected.isPresent() && expected.get().begins(message);
    Optional<ByteBuffer> body = begins ? expected.get().body(message) : Optional.empty();
    if (body.isPresent()) {
      surprises = 0;
      begin(expected.get().meaning(), body.get());
      return true;
    }
    if (!begins) {
      surprises++;
      expected = Optional.empty();
      arrived = RepeatedHead.head(message).map(head -> new Arrived(getMessagesIn() + 1, head));
    }
    onUpgradeTo(message);
    return false;
  }

  private void begin(RepeatedHead.Meaning meaning, ByteBuffer body) {
    new Repeated(
            predictions
                .pipeline()
                .begin(meaning.head(), meaning.protocol(), meaning.path(), Optional.empty()))
        .begin(body);
  }

  /** Jetty sees to it that what is still on its way does not end the connection too soon. */
  private void endAfterAnswer() {
    getEndPoint().shutdownOutput();
    getParser().close();
    super.onFillable();
  }

  /** A request that Jetty knows nothing of. */
  private final class Repeated extends PredictionExchange {
    private boolean last;

    Repeated(Prediction prediction) {
      super(predictions, prediction);
    }

    void begin(ByteBuffer body) {
      try {
        prediction().admit(body.remaining());
        boolean _ = prediction().read(body);
        prediction().readAll();
      } catch (HttpProblem | RuntimeException | Error e) {
        refuse(e);
        return;
      }
      answerHere();
    }

    @Override
    void write(Reply reply, Afterwards connection, Callback callback) {
      last = getConnector().isShutdown() || reply.added().containsKey("Connection");
      boolean toldSo = last || connection == Afterwards.CLOSES;
      getEndPoint().write(callback, toldSo ? replies.ofLast(reply) : replies.of(reply));
    }

    @Override
    void succeeded(Afterwards connection) {
      if (connection == Afterwards.CLOSES) {
        getEndPoint().close();
      } else if (last) {
        endAfterAnswer();
      } else {
        fillInterested();
      }
    }

    @Override
    void failed(Throwable e, Afterwards connection) {
      getEndPoint().close(e);
    }
  }
}
