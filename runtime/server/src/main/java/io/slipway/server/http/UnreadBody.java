package io.slipway.server.http;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * What a caller still sends of a body that nobody reads. Over HTTP/2 it is thrown away after the
 * answer and before the exchange ends: Jetty resets a stream that ends before its request does,
 * with CANCEL, and a caller that hears so while it sends may lose the answer that it has got. (RFC
 * 9113, section 8.1, protects it from NO_ERROR alone; the JDK's client fails.) Over HTTP/1.1 Jetty
 * does what is right. Of one thread at a time.
 */
final class UnreadBody implements Runnable {
  private final Request request;
  private final Runnable end;
  private long left;

  private UnreadBody(Request request, long mostBytes, Runnable end) {
    this.request = request;
    this.end = end;
    this.left = mostBytes;
  }

  /**
   * Runs {@code end} when all of it has come, when nothing comes for as long as a stream may be
   * idle, or when it is too much.
   *
   * @param mostBytes to throw away
   */
  static void discard(Request request, long mostBytes, Runnable end) {
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2) {
      new UnreadBody(request, mostBytes, end).run();
    } else {
      end.run();
    }
  }

  @Override
  public void run() {
    boolean goesOn;
    do {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      left -= chunk.remaining();
      goesOn = !Content.Chunk.isFailure(chunk) && !chunk.isLast() && left >= 0;
      chunk.release();
    } while (goesOn);
    end.run();
  }
}
