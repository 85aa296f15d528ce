package io.slipway.server.grpc;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Connections of callers that are to find another pod. Safe for use by many threads.
 *
 * <p>A caller is asked twice, with a round trip between (RFC 9113, section 6.8): first to open no
 * more calls, with no call refused; and when it has answered the ping behind that, and opened no
 * call for a while, which calls were taken. (Calls that grpc-java has begun with come behind its
 * answer to the ping, where a machine is busy.) Jetty's own shutdown says the second as soon as no
 * call is open, which refuses those that the caller has sent meanwhile; gRPC callers try those
 * again once, and a caller that meets two such pods would lose the call.
 */
final class Connections {
  private static final long LOOK_MILLIS = 100;

  /** A caller that answers no ping or goes on for so many looks is not waited for. */
  private static final int MOST_LOOKS = 50;

  private final Set<HTTP2Session> leaving = ConcurrentHashMap.newKeySet();

  /**
   * Tells the caller of {@code request} to open no more calls on its connection (GOAWAY), and ends
   * it when those that are open have ended.
   */
  void sendAway(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection) {
      HTTP2Session session = connection.getSession();
      if (leaving.add(session)) {
        Scheduler scheduler = request.getConnectionMetaData().getConnector().getScheduler();
        new Farewell(session, scheduler).begin();
      }
    }
  }

  /** What becomes of one connection. */
  private final class Farewell implements HTTP2Session.FrameListener {
    /** Callers send no pings of theirs with it: it only has to be told from Jetty's own. */
    private static final long PING = 0x736c697077617921L;

    private final HTTP2Session session;
    private final Scheduler scheduler;
    private volatile boolean heard;

    /** Since the last look. */
    private volatile boolean opened;

    private boolean said;
    private int looks;

    Farewell(HTTP2Session session, Scheduler scheduler) {
      this.session = session;
      this.scheduler = scheduler;
    }

    void begin() {
      session.addEventListener(this);
      session.frames(
          null, List.of(GoAwayFrame.GRACEFUL, new PingFrame(PING, false)), Callback.NOOP);
      look();
    }

    @Override
    public void onIncomingFrame(Session from, Frame frame) {
      if (frame instanceof HeadersFrame) {
        opened = true;
      } else if (frame instanceof PingFrame ping
          && ping.isReply()
          && ping.getPayloadAsLong() == PING
          && !heard) {
        heard = true;
        opened = true; // from here on
      }
    }

    private void look() {
      var _ = scheduler.schedule(this::goOn, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Says the last word, and at a later look closes the connection, for which some callers wait:
     * its half alone, and not at once, so that what is still on its way to them is not lost.
     */
    private void goOn() {
      boolean quiet = heard && !opened;
      opened = false;
      looks++;
      if (session.isDisconnected()) {
        leaving.remove(session);
      } else if (!said && !quiet && looks <= MOST_LOOKS) {
        look();
      } else if (!said) {
        said = true;
        session.close(ErrorCode.NO_ERROR.code, "close", Callback.NOOP);
        look();
      } else if (session.getStreamCount() > 0) {
        look();
      } else {
        leaving.remove(session);
        session.getEndPoint().shutdownOutput();
      }
    }
  }
}
