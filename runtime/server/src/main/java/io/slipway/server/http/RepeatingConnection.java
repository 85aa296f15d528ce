package io.slipway.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty's connection for HTTP/1.1, which does not parse a request for predictions whose head is
 * byte for byte that of the one before, or on a new connection one of another: most callers send
 * nothing else. All other requests, and all that come in pieces or one after the other without
 * waiting, are Jetty's as ever.
 *
 * <p>Between requests it reads into a buffer of its own; whatever is not such a request it hands
 * over as it came, and knows its head in case it comes again.
 */
final class RepeatingConnection extends HttpConnection {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatingConnection.class);

  /** For when nothing else can be said. */
  private static final byte[] SERVER_ERROR =
      """
      HTTP/1.1 500 Server Error\r
      Content-Type: application/json\r
      Content-Length: 30\r
      Connection: close\r
      \r
      {"error":"HTTP: Server Error"}"""
          .getBytes(StandardCharsets.US_ASCII);

  /** So many heads one after the other that were not expected, and no further one is. */
  private static final int MOST_SURPRISES = 4;

  private final Predictions predictions;
  private final ReplyBytes replies;
  private final Common common;

  private Optional<Arrived> arrived = Optional.empty();
  private Optional<Understood> understood = Optional.empty();
  private Optional<RepeatedHead> expected;
  private int surprises;

  /** While Jetty goes on with bytes that it has not read by itself. */
  private boolean handingOver;

  /** What new connections expect, whose callers mostly send what others send. */
  private static final class Common {
    /** The last one that a connection has found out. */
    private volatile Optional<RepeatedHead> head = Optional.empty();
  }

  /**
   * A head that was handed over.
   *
   * @param number of its request among those that Jetty parses
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Arrived(long number, byte[] head) {}

  /** A head as Jetty has parsed it. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Understood(byte[] head, HttpFields fields, RepeatedHead.Meaning meaning) {
    Optional<RepeatedHead> repeated() {
      return RepeatedHead.of(head, fields, meaning);
    }
  }

  private RepeatingConnection(
      HttpConfiguration http,
      Connector connector,
      EndPoint endPoint,
      Predictions predictions,
      Common common) {
    super(http, connector, endPoint);
    this.predictions = predictions;
    this.common = common;
    this.expected = common.head;
    this.replies = new ReplyBytes(predictions.replies(), getServer()::getDateField);
  }

  static HttpConnectionFactory factory(HttpConfiguration http, Predictions predictions) {
    Common common = new Common();
    return new HttpConnectionFactory(http) {
      @Override
      public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(
            new RepeatingConnection(http, connector, endPoint, predictions, common),
            connector,
            endPoint);
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
      // Jetty may have read on by itself: then this is not the request that was handed over, whose
      // head is as good as it was.
      arrived
          .filter(last -> last.number() == getMessagesIn())
          .ifPresent(
              last -> understood = Optional.of(new Understood(last.head(), fields, meaning)));
      arrived = Optional.empty();
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
    try {
      RetainableByteBuffer buffer =
          getConnector().getByteBufferPool().acquire(getInputBufferSize(), true);
      try {
        ByteBuffer message = buffer.getByteBuffer();
        if (getEndPoint().fill(message) > 0 && read(message)) {
          return;
        }
      } finally {
        buffer.release();
      }
    } catch (IOException | RuntimeException | Error e) {
      getEndPoint().close(e);
      return;
    }
    handingOver = true;
    try {
      super.onFillable();
    } finally {
      handingOver = false;
    }
  }

  /**
   * Does nothing after bytes that are no request: Jetty answers them on another thread, which must
   * be done before what comes next ends the connection. It knows so only of bytes that it has read
   * by itself.
   */
  @Override
  public void fillInterested(Callback callback) {
    if (!handingOver || !getParser().isTerminated()) {
      super.fillInterested(callback);
    }
  }

  /**
   * @return false if Jetty is to read what there is
   */
  private boolean read(ByteBuffer message) {
    if (expected.isEmpty()) {
      // Not before a second request comes: the first of a pod has callers waiting.
      expected = understood.flatMap(Understood::repeated);
      understood = Optional.empty();
      if (expected.filter(RepeatedHead::isForAll).isPresent()) {
        common.head = expected;
      }
    }
    Optional<ByteBuffer> body = expected.flatMap(head -> head.body(message));
    if (body.isPresent()) {
      surprises = 0;
      begin(expected.orElseThrow().meaning(), body.get());
      return true;
    }
    if (expected.filter(head -> head.mayBegin(message)).isEmpty()) {
      surprises++;
      expected = Optional.empty();
      arrived =
          surprises < MOST_SURPRISES
              ? RepeatedHead.head(message).map(head -> new Arrived(getMessagesIn() + 1, head))
              : Optional.empty();
    }
    onUpgradeTo(message);
    return false;
  }

  private void begin(RepeatedHead.Meaning meaning, ByteBuffer body) {
    Prediction prediction;
    try {
      prediction =
          predictions
              .pipeline()
              .begin(meaning.head(), meaning.protocol(), meaning.path(), Optional.empty());
    } catch (RuntimeException | Error e) {
      LOG.error("a request could not be begun with", e);
      EndPoint endPoint = getEndPoint();
      endPoint.write(
          Callback.from(endPoint::close, endPoint::close), ByteBuffer.wrap(SERVER_ERROR));
      return;
    }
    new Repeated(prediction).begin(body);
  }

  /** As Jetty ends one: it reads what has come meanwhile, so that the answer is not lost to it. */
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
      try {
        if (connection == Afterwards.CLOSES) {
          getEndPoint().close();
        } else if (last) {
          endAfterAnswer();
        } else {
          fillInterested();
        }
      } catch (RuntimeException | Error e) {
        // Nobody else would see that the connection neither ends nor goes on.
        getEndPoint().close(e);
      }
    }

    @Override
    void failed(Throwable e, Afterwards connection) {
      getEndPoint().close(e);
    }
  }
}
