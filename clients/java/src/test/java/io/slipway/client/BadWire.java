package io.slipway.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** The way to a registry, on which things happen to the bytes. */
final class BadWire implements AutoCloseable {
  private final ServerSocket listener;
  private final URI server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Mishap> onTheWayThere = new ConcurrentLinkedDeque<>();
  private final Deque<Mishap> onTheWayBack = new ConcurrentLinkedDeque<>();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  /** What happens to a connection that carries more than so many bytes. */
  record Mishap(long after, Kind kind) {
    enum Kind {
      CUT,
      FLIP
    }
  }

  BadWire(String server) throws IOException {
    this.server = URI.create(server);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  String address() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Happens once, to the next bytes that a client sends. */
  BadWire there(Mishap.Kind kind, long after) {
    onTheWayThere.add(new Mishap(after, kind));
    return this;
  }

  /** Happens once, to the next bytes that a client gets. */
  BadWire back(Mishap.Kind kind, long after) {
    onTheWayBack.add(new Mishap(after, kind));
    return this;
  }

  /** How many bytes clients sent. */
  long sent() {
    return sent.get();
  }

  /** How many bytes came back. */
  long received() {
    return received.get();
  }

  boolean everythingHappened() {
    return onTheWayThere.isEmpty() && onTheWayBack.isEmpty();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        threads.execute(() -> carry(client, upstream, onTheWayThere, sent));
        threads.execute(() -> carry(upstream, client, onTheWayBack, received));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void carry(Socket from, Socket to, Deque<Mishap> mishaps, AtomicLong count) {
    long passed = 0;
    byte[] chunk = new byte[8192];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        passed += n;
        Mishap next = mishaps.peek();
        if (next != null && passed > next.after() && mishaps.remove(next)) {
          if (next.kind() == Mishap.Kind.CUT) {
            return;
          }
          chunk[n - 1] ^= 1;
        }
        out.write(chunk, 0, n);
        count.addAndGet(n);
      }
    } catch (IOException e) {
      // The other direction was cut, or either end hung up: both are closed now.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
