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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends requests at a rate that does not wait for answers, to two servers in turn, and tells how
 * long each took from the moment at which it was due: what a slow server makes wait counts.
 */
public final class OpenLoop {
  private static final int CONNECTIONS = 32;
  private static final int WARM = 1;
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
    for (int round = -WARM; round < rounds; round++) {
      long[] first = loop.round(Integer.parseInt(args[4]), seconds);
      long[] second = loop.round(Integer.parseInt(args[5]), seconds);
      if (round >= 0) {
        System.out.printf(
            Locale.ROOT,
            "%.1f %.1f %.1f %.1f%n",
            micros(first, 0.5),
            micros(first, 0.99),
            micros(second, 0.5),
            micros(second, 0.99));
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
    private long due;

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

  /** What each request took, in ascending order. */
  private long[] round(int port, int seconds) throws IOException {
    long[] took = new long[(int) (seconds * 1_000_000_000L / intervalNanos)];
    try (Selector selector = Selector.open()) {
      Queue<Connection> idle = new ArrayDeque<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        idle.add(connect(port, selector));
      }
      long begun = System.nanoTime();
      int sent = 0;
      int done = 0;
      while (done < took.length) {
        long due = begun + sent * intervalNanos;
        if (sent < took.length && !idle.isEmpty() && System.nanoTime() >= due) {
          idle.remove().send(requests.get(next++ % requests.size()), due);
          sent++;
        }
        done = take(selector, idle, took, done);
        long left = begun + sent * intervalNanos - System.nanoTime();
        if (idle.size() == CONNECTIONS && left > 100_000) {
          LockSupport.parkNanos(left - 80_000);
        }
      }
      for (Connection connection : idle) {
        connection.channel.close();
      }
    }
    Arrays.sort(took);
    return took;
  }

  private static Connection connect(int port, Selector selector) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Connection connection = new Connection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  private static int take(Selector selector, Queue<Connection> idle, long[] took, int done)
      throws IOException {
    int[] count = {done};
    selector.selectNow(
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
        });
    return count[0];
  }
}
