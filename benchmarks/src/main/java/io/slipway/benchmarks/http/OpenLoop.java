package io.slipway.benchmarks.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests at a rate that does not wait for answers, to two servers in turn, and tells how
 * long each took from the moment at which it was due: what a slow server makes wait counts.
 */
public final class OpenLoop {
  private static final int CONNECTIONS = 32;

  /**
   * Rounds before those that count. At some thousands of requests a second a server's compilers
   * come to what full load does not run (waiting for requests, for one) half a minute later.
   */
  private static final int WARM = 10;

  private static final long LATE_NANOS = 80_000;
  private static final Duration MOST_SILENCE = Duration.ofSeconds(30);

  /**
   * Sends, while another thread waits for answers. One thread that does both has to look all the
   * time, and where the system has put the server's thread on its processor, the server waits for
   * the end of its turn, some 3 ms.
   */
  private static final Executor PACER =
      task -> Thread.ofPlatform().daemon().name("pacer").start(task);

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

  private final List<byte[]> requests;
  private final long intervalNanos;
  private int next;

  private OpenLoop(List<byte[]> requests, int rate) {
    this.requests = requests;
    this.intervalNanos = 1_000_000_000L / rate;
  }

  /**
   * Prints a line for each round: the first server's median and 99th percentile in µs, then the
   * second's.
   *
   * @param args a file of requests (each after its length), requests a second, seconds of a round,
   *     rounds, and the ports of two servers
   */
  public static void main(String[] args) throws IOException {
    OpenLoop loop = new OpenLoop(read(Path.of(args[0])), Integer.parseInt(args[1]));
    int seconds = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    try (Callers first = Callers.of(Integer.parseInt(args[4]));
        Callers second = Callers.of(Integer.parseInt(args[5]))) {
      for (int round = -WARM; round < rounds; round++) {
        long[] ofFirst = loop.round(first, seconds);
        long[] ofSecond = loop.round(second, seconds);
        if (round >= 0) {
          System.out.printf(
              Locale.ROOT,
              "%.1f %.1f %.1f %.1f%n",
              micros(ofFirst, 0.5),
              micros(ofFirst, 0.99),
              micros(ofSecond, 0.5),
              micros(ofSecond, 0.99));
        }
      }
    }
  }

  private static List<byte[]> read(Path file) throws IOException {
    List<byte[]> all = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        all.add(in.readNBytes(in.readInt()));
      }
    }
    return all;
  }

  private static double micros(long[] sorted, double quantile) {
    return sorted[(int) Math.ceil(quantile * sorted.length) - 1] / 1000.0;
  }

  /** A kept connection; at most one request at a time is on it. */
  private static final class Connection {
    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(1 << 16);
    private volatile long due;

    Connection(SocketChannel channel) {
      this.channel = channel;
    }

    void send(byte[] request, long at) throws IOException {
      due = at;
      ByteBuffer out = ByteBuffer.wrap(request);
      while (out.hasRemaining()) {
        var _ = channel.write(out);
      }
    }

    /** Whether all of the answer is there. */
    boolean hasAnswer() throws IOException {
      if (channel.read(answer) < 0) {
        throw new IOException("the server has hung up");
      }
      if (!answer.hasRemaining()) {
        throw new IOException("an answer of more than " + answer.capacity() + " bytes");
      }
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
      int head = text.indexOf("\r\n\r\n");
      if (head < 0) {
        return false;
      }
      Matcher length = LENGTH.matcher(text);
      if (!text.startsWith("HTTP/1.1 200") || !length.find()) {
        throw new IOException("no answer: " + text);
      }
      if (text.length() < head + 4 + Integer.parseInt(length.group(1))) {
        return false;
      }
      answer.clear();
      return true;
    }
  }

  /**
   * Whoever calls one server: their connections stay from round to round, as those of clients do.
   */
  private record Callers(Selector selector, BlockingQueue<Connection> idle)
      implements AutoCloseable {
    static Callers of(int port) throws IOException {
      Callers callers = new Callers(Selector.open(), new LinkedBlockingQueue<>());
      for (int i = 0; i < CONNECTIONS; i++) {
        callers.connect(port);
      }
      return callers;
    }

    private void connect(int port) throws IOException {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Connection connection = new Connection(channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      idle.add(connection);
    }

    /**
     * Takes the answers that are there, or else waits for some, though not without end.
     *
     * @return how many there have been
     */
    int take(long[] took, int done) throws IOException {
      int[] count = {done};
      selector.select(
          key -> {
            try {
              Connection connection = (Connection) key.attachment();
              if (connection.hasAnswer()) {
                took[count[0]++] = System.nanoTime() - connection.due;
                idle.add(connection);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          },
          MOST_SILENCE.toMillis());
      return count[0];
    }

    @Override
    public void close() throws IOException {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    }
  }

  /** What each request took, in ascending order. */
  private long[] round(Callers callers, int seconds) throws IOException {
    long[] took = new long[(int) (seconds * 1_000_000_000L / intervalNanos)];
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> send(took.length, callers.idle), PACER);
    // Once it is known to have failed: whoever waits for answers looks then.
    var _ = sending.whenComplete((sent, failure) -> callers.selector.wakeup());
    int done = 0;
    long heard = System.nanoTime();
    while (done < took.length && !sending.isCompletedExceptionally()) {
      int before = done;
      done = callers.take(took, done);
      if (done > before) {
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > MOST_SILENCE.toNanos()) {
        throw new IOException("no answer to request " + done + " for " + MOST_SILENCE);
      }
    }
    sending.join();
    Arrays.sort(took);
    return took;
  }

  /** Each at its time, or as soon as a connection is idle. */
  private void send(int count, BlockingQueue<Connection> idle) {
    long begun = System.nanoTime();
    for (int sent = 0; sent < count; sent++) {
      long due = begun + sent * intervalNanos;
      awaitMoment(due);
      try {
        idle.take().send(requests.get(next++ % requests.size()), due);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** The system wakes nobody to the microsecond; what it may be late by is waited for awake. */
  private static void awaitMoment(long due) {
    long left = due - System.nanoTime();
    while (left > 0) {
      if (left > LATE_NANOS) {
        LockSupport.parkNanos(left - LATE_NANOS);
      } else {
        Thread.onSpinWait();
      }
      left = due - System.nanoTime();
    }
  }
}
