package io.slipway.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connector that can stop listening without losing a caller that has just come in, and without
 * hurrying one that is slow.
 */
final class LeavingConnector extends ServerConnector {
  private static final long AS_BEFORE = -1;

  private static final int ONE_ACCEPTOR = 1;

  /** The kernel lets one connection more wait to be accepted. The JDK's default. */
  private static final int ACCEPT_QUEUE = 50;

  private final ReadingThreads reading;

  private volatile Optional<Listening> listening = Optional.empty();

  /**
   * @param reading has the threads that select
   * @param selectors how many of them select at once
   */
  LeavingConnector(
      Server server, ReadingThreads reading, int selectors, ConnectionFactory... factories) {
    // Asked for by what comes next.
    this.reading = reading;
    super(server, null, null, null, ONE_ACCEPTOR, selectors, factories);
    setAcceptQueueSize(ACCEPT_QUEUE);
    // Jetty's default takes a request that has been in flight for a second as idle where its caller
    // is slow to send or to read.
    setShutdownIdleTimeout(AS_BEFORE);
  }

  /** Selecting alone is lent; all else that connections have to do is the server's pool's. */
  @Override
  protected SelectorManager newSelectorManager(
      Executor executor, Scheduler scheduler, int selectors) {
    return new ServerConnectorManager(reading, scheduler, selectors) {
      @Override
      protected ManagedSelector newSelector(int id) {
        return new ManagedSelector(this, id) {
          @Override
          protected int nioSelect(Selector selector, boolean now) throws IOException {
            reading.back();
            return super.nioSelect(selector, now);
          }
        };
      }
    };
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    SocketChannelEndPoint endPoint = new OneBufferEndPoint(channel, selector, key, getScheduler());
    endPoint.setIdleTimeout(getIdleTimeout());
    return endPoint;
  }

  /** Jetty's own waits in the call that accepts, which only closing the socket ends. */
  @Override
  public void open(ServerSocketChannel channel) throws IOException {
    super.open(channel);
    listening = Optional.of(Listening.on(channel));
  }

  @Override
  public void accept(int acceptor) throws IOException {
    Listening here = listening.orElseThrow();
    here.await();
    take(here);
  }

  /**
   * Whoever has connected and waits; not those who come meanwhile, who may come without end. By
   * several threads at once, too.
   */
  private void take(Listening from) throws IOException {
    for (int taken = 0; taken <= ACCEPT_QUEUE; taken++) {
      Optional<SocketChannel> caller = from.next();
      if (caller.isEmpty()) {
        return;
      }
      SocketChannel channel = caller.get();
      channel.configureBlocking(false);
      configure(channel.socket());
      getSelectorManager().accept(channel);
    }
  }

  /**
   * Stops listening; connections go on, and so do those that have been made but not been accepted,
   * which the kernel would reset with the socket.
   */
  void stopListening() {
    Listening here = listening.orElseThrow();
    here.waitNoMore();
    try {
      take(here);
    } catch (IOException beyondThem) {
      // It has been closed before, or the process may open no more files.
    }
    close();
  }

  @Override
  public void close() {
    listening.ifPresent(Listening::waitNoMore);
    super.close();
  }

  /**
   * Tells HTTP/2 callers to open no more streams. Not at once after {@link #stopListening}: to who
   * has just connected it would be the first that it hears, which is an error of the protocol.
   */
  void sendCallersAway() {
    var _ = Graceful.shutdown(this);
  }

  /**
   * Nothing: {@link #close} comes first, which ends waiting for a connection as well. An interrupt
   * can come when a connection has just been accepted, which the JDK then drops without closing it,
   * so that its caller waits for an answer until it gives up.
   */
  @Override
  protected void interruptAcceptors() {}

  @Override
  protected boolean handleAcceptFailure(Throwable failure) {
    return listening.map(Listening::isAwaited).orElse(false) && super.handleAcceptFailure(failure);
  }

  /** A socket that listens, and what tells of those who have connected. */
  private record Listening(ServerSocketChannel socket, Selector arrivals) {
    static Listening on(ServerSocketChannel socket) throws IOException {
      Selector arrivals = Selector.open();
      socket.configureBlocking(false);
      socket.register(arrivals, SelectionKey.OP_ACCEPT);
      return new Listening(socket, arrivals);
    }

    void await() throws IOException {
      arrivals.select(_ -> {});
    }

    Optional<SocketChannel> next() throws IOException {
      return Optional.ofNullable(socket.accept());
    }

    boolean isAwaited() {
      return arrivals.isOpen();
    }

    /** Whoever waits stops, and the socket is closed as soon as that is asked for. */
    void waitNoMore() {
      try {
        arrivals.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
