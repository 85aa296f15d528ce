package io.slipway.testing.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends one request again and again, over connections of several kinds in turn. At a {@link
 * Pace.Steady steady} pace each request goes out at its turn, whatever became of those before it,
 * so that a slow server is not spared.
 */
final class Load {
  private static final int LONGEST_WAIT_SECONDS = 240;

  /** How fast. */
  sealed interface Pace {
    /** So many a second until the load is stopped. */
    record Steady(int perSecond) implements Pace {}

    /** So many in all, as fast as they are answered, so many at a time. */
    record FullSpeed(long count, int atATime) implements Pace {}
  }

  /**
   * What is sent.
   *
   * @param connections what kinds of connections take turns
   * @param keyHeader the header that names the key
   * @param keys how many keys take turns; 0 for requests without the header
   */
  record Work(Request request, List<Transport.Kind> connections, String keyHeader, int keys) {
    Request request(long turn) {
      return keys == 0 ? request : request.with(keyHeader, key(turn));
    }

    String key(long turn) {
      return keys == 0 ? "" : "key-" + turn % keys;
    }

    Transport.Kind connection(long turn) {
      return connections.get((int) (turn % connections.size()));
    }
  }

  private final Work work;
  private final RequestLog log = new RequestLog();
  private final Map<Transport.Kind, Transport> transports = new EnumMap<>(Transport.Kind.class);
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private final Thread driver;
  private volatile boolean stopping;

  private Load(Work work, Pace pace) {
    this.work = work;
    work.connections().forEach(kind -> transports.computeIfAbsent(kind, Transport::of));
    this.driver =
        Thread.ofVirtual()
            .name("load")
            .unstarted(
                switch (pace) {
                  case Pace.Steady steady -> () -> steadily(steady);
                  case Pace.FullSpeed fullSpeed -> () -> atFullSpeed(fullSpeed);
                });
  }

  static Load start(Work work, Pace pace) {
    Load load = new Load(work, pace);
    load.driver.start();
    return load;
  }

  private void steadily(Pace.Steady pace) {
    long startNanos = System.nanoTime();
    long startMillis = System.currentTimeMillis();
    for (long turn = 0; !stopping; turn++) {
      long offset = turn * 1_000_000_000L / pace.perSecond();
      for (long left = offset; left > 0 && !stopping; ) {
        left = startNanos + offset - System.nanoTime();
        LockSupport.parkNanos(Math.min(left, 50_000_000));
      }
      long now = turn;
      senders.execute(() -> send(now, startMillis + offset / 1_000_000, startNanos + offset));
    }
  }

  private void atFullSpeed(Pace.FullSpeed pace) {
    // The first request alone, so that those after it find its connection.
    send(0, System.currentTimeMillis(), System.nanoTime());
    AtomicLong turns = new AtomicLong(1);
    for (int i = 0; i < pace.atATime(); i++) {
      senders.execute(
          () -> {
            for (long turn = turns.getAndIncrement();
                turn < pace.count();
                turn = turns.getAndIncrement()) {
              send(turn, System.currentTimeMillis(), System.nanoTime());
            }
          });
    }
  }

  private void send(long turn, long begunMillis, long begunNanos) {
    Transport.Kind kind = work.connection(turn);
    log.begin();
    String revision = "";
    String version = "";
    String failure = "";
    try {
      Response response = transport(kind).send(work.request(turn));
      if (response.status() == 200) {
        revision = response.headers().getOrDefault("Slipway-Revision", "none").intern();
        version = response.headers().getOrDefault("Slipway-Version", "none").intern();
      } else {
        failure = response.status() + " " + new String(response.body(), StandardCharsets.UTF_8);
      }
    } catch (IOException | RuntimeException e) {
      failure = e.toString();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e.toString();
    }
    long micros = (System.nanoTime() - begunNanos) / 1000;
    log.end(
        new RequestLog.Entry(
            begunMillis, micros, kind, work.key(turn), revision, version, failure));
  }

  private Transport transport(Transport.Kind kind) {
    return Objects.requireNonNull(transports.get(kind));
  }

  RequestLog log() {
    return log;
  }

  /** Lets the requests under way end, and all those that a load at full speed has yet to send. */
  void finish() throws InterruptedException {
    stopping = true;
    driver.join();
    senders.shutdown();
    if (!senders.awaitTermination(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("requests are still under way");
    }
    transports.values().forEach(Transport::close);
  }
}
