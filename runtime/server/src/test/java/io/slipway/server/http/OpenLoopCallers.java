package io.slipway.server.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers who do not wait for each other: requests leave at a rate, whatever becomes of those
 * before. On plain sockets that are kept, so that no client hides a failure or sends again.
 */
final class OpenLoopCallers implements AutoCloseable {
  private static final String BODY = "{\"instances\": [{\"x\": 1}]}";
  private static final byte[] REQUEST =
      ("POST /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + BODY.length()
              + "\r\n\r\n"
              + BODY)
          .getBytes(StandardCharsets.ISO_8859_1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Connection> kept = new ConcurrentLinkedDeque<>();
  private final int port;

  OpenLoopCallers(int port) {
    this.port = port;
  }

  /**
   * What became of a request.
   *
   * @param status 0 where there was no answer
   * @param nanos from when it was due to its answer: what waits in this program counts too
   */
  record Call(int status, boolean saysWhenToRetry, long nanos) {
    boolean isScored() {
      return status == 200;
    }

    boolean isRefused() {
      return (status == 429 || status == 503) && saysWhenToRetry;
    }
  }

  private record Connection(Socket socket, BufferedReader in) {
    static Connection open(int port) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(30_000);
      socket.setTcpNoDelay(true);
      return new Connection(
          socket,
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1)));
    }
  }

  /** So many a second for so long; comes back when all have their answers. */
  List<Call> call(double perSecond, Duration time) throws Exception {
    List<Future<Call>> calls = new ArrayList<>();
    long begun = System.nanoTime();
    long count = (long) (perSecond * time.toNanos() / 1e9);
    for (long i = 0; i < count; i++) {
      long due = begun + (long) (i / perSecond * 1e9);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      calls.add(threads.submit(() -> one(due)));
    }
    List<Call> done = new ArrayList<>();
    for (Future<Call> call : calls) {
      done.add(call.get());
    }
    return done;
  }

  /** How many are scored a second of few callers who wait for their answers. */
  double capacity(int callers, Duration time) throws Exception {
    long begun = System.nanoTime();
    List<Future<Integer>> counts = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      counts.add(
          threads.submit(
              () -> {
                int scored = 0;
                while (System.nanoTime() - begun < time.toNanos()) {
                  scored += one(System.nanoTime()).isScored() ? 1 : 0;
                }
                return scored;
              }));
    }
    int scored = 0;
    for (Future<Integer> count : counts) {
      scored += count.get();
    }
    return scored * 1e9 / (System.nanoTime() - begun);
  }

  private Call one(long due) {
    try {
      Connection connection = kept.poll();
      if (connection == null) {
        connection = Connection.open(port);
      }
      connection.socket().getOutputStream().write(REQUEST);
      String status = connection.in().readLine();
      if (status == null) {
        return new Call(0, false, System.nanoTime() - due);
      }
      boolean retryAfter = false;
      int length = 0;
      for (String line = connection.in().readLine();
          line != null && !line.isEmpty();
          line = connection.in().readLine()) {
        String header = line.toLowerCase(Locale.ROOT);
        retryAfter |= header.startsWith("retry-after:");
        if (header.startsWith("content-length:")) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      for (long left = length; left > 0; left -= connection.in().skip(left)) {}
      kept.push(connection);
      return new Call(Integer.parseInt(status.split(" ")[1]), retryAfter, System.nanoTime() - due);
    } catch (IOException e) {
      return new Call(0, false, System.nanoTime() - due);
    }
  }

  @Override
  public void close() throws IOException {
    threads.close();
    for (Connection connection : kept) {
      connection.socket().close();
    }
  }
}
