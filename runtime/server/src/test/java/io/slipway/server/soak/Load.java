package io.slipway.server.soak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers on kept connections, on plain sockets, so that no client hides a failure or sends again.
 * At a rate, a request is due whatever became of those before, and what it took counts from then: a
 * server that makes others wait pays for all of them.
 */
final class Load {
  private static final int PATIENCE_MILLIS = 60_000;

  private final int port;
  private final List<Request> requests;
  private final AtomicLong next = new AtomicLong();

  /**
   * A request as it goes over the wire.
   *
   * @param id that its answer has to name: no answer is another request's
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Request(byte[] bytes, String id) {
    static Request of(String path, String id, byte[] json) {
      byte[] head =
          "POST %s HTTP/1.1\r\nHost: soak\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(path, json.length)
              .getBytes(StandardCharsets.ISO_8859_1);
      byte[] all = Arrays.copyOf(head, head.length + json.length);
      System.arraycopy(json, 0, all, head.length, json.length);
      return new Request(all, "\"id\":\"" + id + "\"");
    }
  }

  /** A connection, on which one request is at a time. */
  private static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * @throws IOException if there is no answer, or another than is due
     */
    void ask(Request request) throws IOException {
      socket.getOutputStream().write(request.bytes());
      String status = line();
      int length = 0;
      for (String line = line(); !line.isEmpty(); line = line()) {
        String header = line.toLowerCase(Locale.ROOT);
        if (header.startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      if (!status.startsWith("HTTP/1.1 200 ")) {
        throw new IOException(status + ": " + body);
      }
      if (!body.contains(request.id())) {
        throw new IOException("the answer to " + request.id() + " is another's: " + body);
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new IOException("the server has hung up");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  Load(int port, List<Request> requests) {
    this.port = port;
    this.requests = requests;
  }

  private Request request() {
    return requests.get((int) (next.getAndIncrement() % requests.size()));
  }

  /** How many are answered a second of callers who wait for their answers. */
  double capacity(int callers, Duration time) throws Exception {
    long begun = System.nanoTime();
    AtomicLong answered = new AtomicLong();
    run(
        callers,
        connection -> {
          while (System.nanoTime() - begun < time.toNanos()) {
            connection.ask(request());
            answered.incrementAndGet();
          }
        });
    return answered.get() * 1e9 / (System.nanoTime() - begun);
  }

  /**
   * So many a second for so long.
   *
   * @param callers beyond which requests wait here, which counts too
   * @return how many were answered, which is all of them
   */
  long offer(double perSecond, Duration time, int callers, Windows windows) throws Exception {
    long begun = System.nanoTime();
    long count = (long) (perSecond * time.toNanos() / 1e9);
    AtomicLong tickets = new AtomicLong();
    AtomicLong answered = new AtomicLong();
    run(
        callers,
        connection -> {
          for (long i = tickets.getAndIncrement(); i < count; i = tickets.getAndIncrement()) {
            long due = (long) (i / perSecond * 1e9);
            for (long left = left(begun, due); left > 0; left = left(begun, due)) {
              LockSupport.parkNanos(left);
            }
            connection.ask(request());
            windows.took(due, System.nanoTime() - begun - due);
            answered.incrementAndGet();
          }
        });
    return answered.get();
  }

  private static long left(long begun, long due) {
    return begun + due - System.nanoTime();
  }

  /** What one caller does. */
  private interface Calling {
    void on(Connection connection) throws IOException;
  }

  private void run(int callers, Calling calling) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        all.add(
            threads.submit(
                () -> {
                  try (Connection connection = new Connection(port)) {
                    calling.on(connection);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }
  }
}
