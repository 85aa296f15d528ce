package io.slipway.server.http;

import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;

/** HTTP/2 without TLS. */
final class Http2 {
  /**
   * What a connection may send of frames that are no requests, a second. gRPC callers send two for
   * every answer (a ping, to find out how much they may have on the way, and a window update);
   * Jetty's own bound ends the connection of one that makes 65 calls a second.
   */
  private static final int FRAMES_A_SECOND = 20_000;

  private Http2() {}

  static HTTP2CServerConnectionFactory cleartext(HttpConfiguration http) {
    HTTP2CServerConnectionFactory factory = new HTTP2CServerConnectionFactory(http);
    factory.setRateControlFactory(new WindowRateControl.Factory(FRAMES_A_SECOND));
    return factory;
  }
}
