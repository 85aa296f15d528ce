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
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Sends requests at a rate that does not wait for answers, one to one server and the next to
 * another, and tells how long each took from the moment at which it was due: what a slow server
 * makes wait counts. What disturbs the machine for a moment meets both, what one of the servers
 * does to it included; so does a stall that keeps all of one's connections busy.
 */
public final class OpenLoop {
  private static final int CONNECTIONS = 32;

  /**
   * Rounds before those that count. At some thousands of requests a second a server's compilers
   * come to what full load does not run (waiting for requests, for one) half a minute later.
   */
  private static final int WARM = 10;

  private static final long LATE_NANOS = 80_000;
  private static final int SERVERS = 2;
  private static final long SEED = 20261128;
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
  private final int rate;
  private final Random random = new Random(SEED);

  private OpenLoop(List<byte[]> requests, int rate) {
    this.requests = requests;
    this.rate = rate;
  }

  /**
   * Prints a line for each round: the first server's median and 99th percentile in µs, then the
   * second's.
   *
   * @param args a file of requests (each after its length), requests a second to each server,
   *     seconds of a round, rounds, and the ports of two servers
   */
  public static void main(String[] args) throws IOException {
    OpenLoop loop = new OpenLoop(read(Path.of(args[0])), Integer.parseInt(args[1]));
    int seconds = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    List<Integer> ports = List.of(Integer.parseInt(args[4]), Integer.parseInt(args[5]));
    try (Callers callers = Callers.of(ports)) {
      for (int round = -WARM; round < rounds; round++) {
        long[][] took = loop.round(callers, seconds);
        if (round >= 0) {
          System.out.printf(
              Locale.ROOT,
              "%.1f %.1f %.1f %.1f%n",
              micros(took[0], 0.5),
              micros(took[0], 0.99),
              micros(took[1], 0.5),
              micros(took[1], 0.99));
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
    private final int server;
    private final SocketChannel channel;
    private final ByteBuffer answer = ByteBuffer.allocate(1 << 16);
    private volatile long due;

    Connection(int server, SocketChannel channel) {
      this.server = server;
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
   * Whoever calls the servers: their connections stay from round to round, as those of clients do.
   *
   * @param idle connections of each server
   */
  private record Callers(Selector selector, List<BlockingQueue<Connection>> idle)
      implements AutoCloseable {
    static Callers of(List<Integer> ports) throws IOException {
      Callers callers = new Callers(Selector.open(), new ArrayList<>());
      for (int port : ports) {
        callers.idle.add(new LinkedBlockingQueue<>());
        for (int i = 0; i < CONNECTIONS; i++) {
          callers.connect(port);
        }
      }
      return callers;
    }

    /** To the last server that there is. */
    private void connect(int port) throws IOException {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Connection connection = new Connection(idle.size() - 1, channel);
      channel.register(selector, SelectionKey.OP_READ, connection);
      idle.getLast().add(connection);
    }

    /** Takes the answers that are there, or else waits for some, though not without end. */
    void take(Times times) throws IOException {
      int _ =
          selector.select(
              key -> {
                try {
                  Connection connection = (Connection) key.attachment();
                  if (connection.hasAnswer()) {
                    times.add(connection.server, System.nanoTime() - connection.due);
                    idle.get(connection.server).add(connection);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              MOST_SILENCE.toMillis());
    }

    @Override
    public void close() throws IOException {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    }
  }

  /** What the requests of a round took, server by server. */
  private static final class Times {
    private final long[][] took;
    private final int[] count = new int[SERVERS];

    /**
     * @param requests to each server
     */
    Times(int requests) {
      took = new long[SERVERS][requests];
    }

    void add(int server, long nanos) {
      took[server][count[server]++] = nanos;
    }

    int done() {
      return IntStream.of(count).sum();
    }
  }

  /** What each request took, server by server in ascending order. */
  private long[][] round(Callers callers, int seconds) throws IOException {
    Times times = new Times(rate * seconds);
    int all = SERVERS * rate * seconds;
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(() -> send(all, callers.idle), PACER);
    // Once it is known to have failed: whoever waits for answers looks then.
    var _ = sending.whenComplete((sent, failure) -> callers.selector.wakeup());
    long heard = System.nanoTime();
    while (times.done() < all && !sending.isCompletedExceptionally()) {
      int before = times.done();
      callers.take(times);
      if (times.done() > before) {
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > MOST_SILENCE.toNanos()) {
        throw new IOException("no answer to request " + before + " for " + MOST_SILENCE);
      }
    }
    sending.join();
    for (long[] of : times.took) {
      Arrays.sort(of);
    }
    return times.took;
  }

  /**
   * Each at its time, or as soon as a connection is idle. From one to the next it is the mean, give
   * or take half of it: what comes at even intervals meets the system's timer, which has even ones
   * too, with every eighth request of a round or with none.
   */
  private void send(int count, List<BlockingQueue<Connection>> idle) {
    double meanNanos = 1e9 / (SERVERS * rate);
    double due = System.nanoTime();
    for (int sent = 0; sent < count; sent++) {
      due += meanNanos * (0.5 + random.nextDouble());
      awaitMoment((long) due);
      try {
        byte[] request = requests.get(sent / SERVERS % requests.size());
        idle.get(sent % SERVERS).take().send(request, (long) due);
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
