package io.slipway.server.http;

import java.time.Duration;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;

/** HTTP/2 without TLS. */
final class Http2 {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /**
   * gRPC callers send one of each for every answer: a ping, to find out how much they may have on
   * the way, and a window update. Jetty's own bound ends the connection of one that makes 65 calls
   * a second.
   */
  private static final int PINGS_AND_WINDOW_UPDATES = 20_000;

  /**
   * As Jetty has it. Resets are among them: a caller that opens streams and resets them at once
   * pays less for each than the server does.
   */
  private static final int OTHER_CONTROL_FRAMES = 128;

  private Http2() {}

  static HTTP2CServerConnectionFactory cleartext(HttpConfiguration http) {
    HTTP2CServerConnectionFactory factory = new HTTP2CServerConnectionFactory(http);
    factory.setRateControlFactory(
        new RateControl.Factory() {
          @Override
          public RateControl newRateControl(EndPoint connection) {
            return control();
          }
        });
    return factory;
  }

  /** What one connection may send a second of frames that are no requests. */
  private static RateControl control() {
    RateControl frequent = new WindowRateControl(PINGS_AND_WINDOW_UPDATES, SECOND);
    RateControl others = new WindowRateControl(OTHER_CONTROL_FRAMES, SECOND);
    return frame ->
        (frame instanceof PingFrame || frame instanceof WindowUpdateFrame ? frequent : others)
            .onEvent(frame);
  }
}
