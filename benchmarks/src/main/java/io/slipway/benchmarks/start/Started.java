package io.slipway.benchmarks.start;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that serves, started again and again.
 *
 * @param path that answers with a prediction once there is one
 * @param log of the last start
 * @param emptied folders that are empty whenever it starts
 */
record Started(
    String name,
    List<String> command,
    Map<String, String> environment,
    int port,
    String path,
    String body,
    Path log,
    List<Path> emptied) {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final double TICKS_PER_SECOND = 100;
  private static final double MEGA = 1024;

  /** What a process holds of the machine's memory, shared pages in full or by their share. */
  record Memory(double residentMegabytes, double proportionalMegabytes) {}

  /**
   * What a start took.
   *
   * @param first memory at the first answer
   * @param later after it was left alone
   */
  record Figures(double wallMillis, double cpuMillis, Memory first, Memory later) {}

  /** Starts it, and ends it once it has answered and then been left alone for {@code idle}. */
  Figures start(Duration idle) throws IOException, InterruptedException {
    for (Path folder : emptied) {
      empty(folder);
    }
    long begun = System.nanoTime();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(log.toFile()).start();
    try {
      while (!answers()) {
        if (System.nanoTime() - begun > PATIENCE.toNanos() || !process.isAlive()) {
          throw new IllegalStateException(name + " does not answer; see " + log);
        }
        Thread.sleep(1);
      }
      double wall = (System.nanoTime() - begun) / 1e6;
      double cpu = cpuMillis(process);
      Memory first = memory(process);
      Thread.sleep(idle);
      return new Figures(wall, cpu, first, memory(process));
    } finally {
      process.destroy();
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static void empty(Path folder) throws IOException {
    List<Path> within;
    try (Stream<Path> all = Files.walk(folder)) {
      within = all.filter(path -> !path.equals(folder)).sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : within) {
      Files.delete(path);
    }
  }

  private boolean answers() {
    String request =
        "POST %s HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(path, body.length(), body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        InputStream in = socket.getInputStream()) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      return false;
    }
  }

  /** Of user and system, which the kernel counts in hundredths of a second. */
  private static double cpuMillis(Process process) throws IOException {
    String[] fields = Files.readString(proc(process, "stat")).replaceAll("^.*\\) ", "").split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_SECOND;
  }

  private static Memory memory(Process process) throws IOException {
    List<String> lines = Files.readAllLines(proc(process, "smaps_rollup"));
    return new Memory(megabytes(lines, "Rss:"), megabytes(lines, "Pss:"));
  }

  private static double megabytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / MEGA)
        .sum();
  }

  private static Path proc(Process process, String file) {
    return Path.of("/proc", Long.toString(process.pid()), file);
  }
}
