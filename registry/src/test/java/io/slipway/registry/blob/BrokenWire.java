package io.slipway.registry.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The way to a server, which a test can cut: after so many bytes, in either direction. */
final class BrokenWire implements AutoCloseable {
  private final ServerSocket listener;
  private final URI server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicLong toServer = new AtomicLong(Long.MAX_VALUE);
  private final AtomicLong toClient = new AtomicLong(Long.MAX_VALUE);

  BrokenWire(URI server) throws IOException {
    this.server = server;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Cuts the next connections after some bytes from the client, so many times. */
  void cutUploads(long afterBytes, int times) {
    cuts.set(times);
    toServer.set(afterBytes);
  }

  /** Cuts the next connections after some bytes from the server, so many times. */
  void cutDownloads(long afterBytes, int times) {
    cuts.set(times);
    toClient.set(afterBytes);
  }

  /** How many cuts are still to come. */
  int cutsLeft() {
    return cuts.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket upstream = new Socket(server.getHost(), server.getPort());
        threads.execute(() -> carry(client, upstream, toServer));
        threads.execute(() -> carry(upstream, client, toClient));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void carry(Socket from, Socket to, AtomicLong limit) {
    long passed = 0;
    byte[] chunk = new byte[8192];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        passed += n;
        if (passed > limit.get() && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          return;
        }
        out.write(chunk, 0, n);
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
