package io.slipway.server.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Callers that keep their connection until an answer says {@code Connection: close}, never try a
 * request again, and remember each that failed. On plain sockets, so that no client hides a
 * failure.
 */
final class KeepAliveCallers implements AutoCloseable {
  private static final String BODY = "{\"instances\": [{\"x\": 1}]}";
  private static final String REQUEST =
      "POST /v1/models/churn:predict HTTP/1.1\r\nHost: churn\r\nContent-Type: application/json\r\n"
          + "Content-Length: "
          + BODY.length()
          + "\r\n\r\n"
          + BODY;
  private static final Duration PACE = Duration.ofMillis(5);

  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong closedByRequest = new AtomicLong();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final IntSupplier port;
  private volatile boolean stopped;

  private KeepAliveCallers(IntSupplier port) {
    this.port = port;
  }

  /**
   * @param port where the Service leads a new connection to
   */
  static KeepAliveCallers start(int callers, IntSupplier port) {
    KeepAliveCallers started = new KeepAliveCallers(port);
    for (int i = 0; i < callers; i++) {
      started.executor.execute(started::call);
    }
    return started;
  }

  private void call() {
    while (!stopped) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt())) {
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        boolean open = true;
        while (open && !stopped) {
          socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.ISO_8859_1));
          open = readAnswer(in);
          answered.incrementAndGet();
          LockSupport.parkNanos(PACE.toNanos());
        }
        if (!stopped) {
          closedByRequest.incrementAndGet();
        }
      } catch (IOException e) {
        failures.add(e.toString());
      }
    }
  }

  /** Whether the connection may be used again. */
  private static boolean readAnswer(BufferedReader in) throws IOException {
    String status = in.readLine();
    if (status == null || !status.contains(" 200 ")) {
      throw new IOException("answer: " + status);
    }
    int length = 0;
    boolean open = true;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring(15).strip());
      }
      open &= !header.equals("connection: close");
    }
    for (int i = 0; i < length; i++) {
      if (in.read() < 0) {
        throw new IOException("the answer was cut off");
      }
    }
    return open;
  }

  long answered() {
    return answered.get();
  }

  long closedByRequest() {
    return closedByRequest.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stopped = true;
    executor.close();
  }
}
