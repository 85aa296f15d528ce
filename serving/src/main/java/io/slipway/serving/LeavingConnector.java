package io.slipway.serving;

import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.Graceful;

/**
 * A connector that can stop listening without losing a caller that has just come in, and without
 * hurrying one that is slow.
 */
final class LeavingConnector extends ServerConnector {
  private static final long AS_BEFORE = -1;

  LeavingConnector(Server server, ConnectionFactory... factories) {
    super(server, factories);
    // Jetty's default takes an upload that has been in flight for a second as idle where its sender
    // is slow.
    setShutdownIdleTimeout(AS_BEFORE);
  }

  /** Stops listening; connections go on. */
  void stopListening() {
    var _ = Graceful.shutdown(this);
  }

  /**
   * Nothing: the listening socket is closed first, which ends waiting for a connection as well. An
   * interrupt can come when a connection has just been accepted, which the JDK then drops without
   * closing it.
   */
  @Override
  protected void interruptAcceptors() {}

  @Override
  protected boolean handleAcceptFailure(Throwable failure) {
    return isOpen() && super.handleAcceptFailure(failure);
  }
}
