package io.slipway.server.grpc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** Connections of callers that are to find another pod. Safe for use by many threads. */
final class Connections {
  private static final long LOOK_MILLIS = 100;

  private final Set<HTTP2Session> leaving = ConcurrentHashMap.newKeySet();

  /**
   * Tells the caller of {@code request} to open no more calls on its connection (GOAWAY), and ends
   * it when those that are open have ended.
   */
  void sendAway(Request request) {
    if (request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection) {
      HTTP2Session session = connection.getSession();
      if (leaving.add(session)) {
        var _ = session.shutdown();
        look(session, request.getConnectionMetaData().getConnector().getScheduler());
      }
    }
  }

  private void look(HTTP2Session session, Scheduler scheduler) {
    var _ = scheduler.schedule(() -> end(session, scheduler), LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Some callers wait for the server to close. Its half alone, and not at once: what is still on
   * its way to them, the last word on which calls were taken among it, is not lost.
   */
  private void end(HTTP2Session session, Scheduler scheduler) {
    if (session.getStreamCount() > 0 && !session.isDisconnected()) {
      look(session, scheduler);
    } else {
      leaving.remove(session);
      session.getEndPoint().shutdownOutput();
    }
  }
}
