package io.slipway.operator.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The way back of one connection, of bytes that nobody looks at. */
final class Answers {

  private static final int BUFFER = 16 * 1024;

  private final InputStream server;
  private final OutputStream operator;
  private final Line line;
  private final int silences;
  private volatile boolean nextIsWithheld;
  private volatile boolean isWatch;

  Answers(InputStream server, OutputStream operator, Line line) {
    this.server = server;
    this.operator = operator;
    this.line = line;
    this.silences = line.silences();
  }

  /** Whether nothing passes any more, in either direction. */
  boolean isSilent() {
    return line.silences() > silences;
  }

  /** Whatever comes now is not delivered, nor anything after it. */
  void withholdNext() {
    nextIsWithheld = true;
  }

  /** What comes now is the consent to a watch, and after that what it tells. */
  void becomeWatch() {
    isWatch = true;
  }

  /** Answers what the server was not asked. */
  void instead(String answer) throws IOException {
    operator.write(answer.getBytes(StandardCharsets.US_ASCII));
    operator.flush();
  }

  /** Returns at the end of the connection, true where it is something withheld. */
  boolean deliver() throws IOException {
    boolean consented = false;
    try (var late = Later.on(operator)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = server.read(buffer); read >= 0; read = server.read(buffer)) {
        if (nextIsWithheld) {
          return true;
        }
        if (isSilent()) {
          continue;
        }
        if (consented && line.isLate()) {
          late.deliver(Arrays.copyOf(buffer, read), line.delay());
        } else {
          operator.write(buffer, 0, read);
          if (consented && line.isBreaking()) {
            return false;
          }
          consented = isWatch;
        }
      }
    }
    return false;
  }

  /** Delivers things later, in their order. */
  private record Later(ScheduledExecutorService thread, OutputStream out) implements AutoCloseable {

    static Later on(OutputStream out) {
      return new Later(
          Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory()), out);
    }

    void deliver(byte[] bytes, Duration lateness) {
      var _ = thread.schedule(() -> write(bytes), lateness.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Void write(byte[] bytes) throws IOException {
      out.write(bytes);
      return null;
    }

    @Override
    public void close() {
      thread.shutdownNow();
    }
  }
}
