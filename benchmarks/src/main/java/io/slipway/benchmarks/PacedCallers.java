package io.slipway.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Callers on plain sockets that keep their connection and send one row every so often, so that the
 * machine has time left over: at full load any work beside the callers' would slow them down.
 */
final class PacedCallers {
  private static final String BODY = "{\"instances\": [{\"x\": 1.5}]}";
  private static final byte[] REQUEST =
      "POST /v1/models/bench:predict HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
          .formatted(BODY.length(), BODY)
          .getBytes(StandardCharsets.US_ASCII);

  private PacedCallers() {}

  /** What a request took, in nanoseconds, sorted. */
  @SuppressWarnings("ArrayRecordComponent") // read once
  record Latencies(long[] nanos) {
    double micros(double quantile) {
      return nanos[(int) Math.min(nanos.length - 1, quantile * nanos.length)] / 1000.0;
    }
  }

  /**
   * Calls a pod for a while.
   *
   * @param revision whose answers count
   */
  static Latencies call(int port, String revision, int callers, Duration pace, Duration time)
      throws InterruptedException {
    LongStream.Builder[] nanos = new LongStream.Builder[callers];
    Thread[] threads = new Thread[callers];
    for (int i = 0; i < callers; i++) {
      LongStream.Builder own = LongStream.builder();
      nanos[i] = own;
      threads[i] = Thread.ofPlatform().start(() -> call(port, revision, pace, time, own));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return new Latencies(
        Arrays.stream(nanos).flatMapToLong(LongStream.Builder::build).sorted().toArray());
  }

  private static void call(
      int port, String revision, Duration pace, Duration time, LongStream.Builder nanos) {
    String wanted = "slipway-revision: " + revision;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      long end = System.nanoTime() + time.toNanos();
      for (long next = System.nanoTime(); System.nanoTime() < end; next += pace.toNanos()) {
        LockSupport.parkNanos(next - System.nanoTime());
        long start = System.nanoTime();
        socket.getOutputStream().write(REQUEST);
        boolean counts = read(in, wanted);
        if (counts) {
          nanos.add(System.nanoTime() - start);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("a request failed", e);
    }
  }

  /** Whether the revision that was wanted has answered. */
  private static boolean read(InputStream in, String wanted) throws IOException {
    String status = line(in);
    if (!status.contains(" 200 ")) {
      throw new IOException(status);
    }
    int length = 0;
    boolean counts = false;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      counts |= line.equals(wanted);
      if (line.startsWith("content-length: ")) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    in.readNBytes(length);
    return counts;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the answer was cut off");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString().toLowerCase(Locale.ROOT);
  }
}
