package io.slipway.benchmarks.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/**
 * How fast bytes go to a registry and come back, beside what they cannot be faster than, in rounds
 * that take turns. The bytes of each round are new, so that none is there already; they are random,
 * so that nothing makes them smaller.
 */
public final class RegistryBench {
  private static final int SIZE = 256 << 20;
  private static final int WARM_UP = 1;
  private static final int ROUNDS = 5;

  private final String blobs;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RegistryBench(String blobs, String token) {
    this.blobs = blobs;
    this.token = token;
  }

  /** Something that takes a while. */
  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /**
   * @param args the registry's address, a token that may push, and a folder on the disk that the
   *     registry's bytes are on
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    new RegistryBench(args[0] + "/v1/blobs/sha256:", args[1]).run(Path.of(args[2]));
  }

  private void run(Path folder) throws IOException, InterruptedException {
    double[] disk = new double[ROUNDS];
    double[] loopback = new double[ROUNDS];
    double[] hash = new double[ROUNDS];
    double[] upload = new double[ROUNDS];
    double[] download = new double[ROUNDS];
    Random random = new Random(1);
    byte[] bytes = new byte[SIZE];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      random.nextBytes(bytes);
      String name = HexFormat.of().formatHex(Limits.hash(bytes));
      double[] speeds = {
        speed(() -> Limits.write(folder, bytes)),
        speed(() -> upload(name, bytes)),
        speed(() -> Limits.send(bytes)),
        speed(() -> download(name)),
        speed(() -> Limits.hash(bytes)),
      };
      if (round >= 0) {
        disk[round] = speeds[0];
        upload[round] = speeds[1];
        loopback[round] = speeds[2];
        download[round] = speeds[3];
        hash[round] = speeds[4];
      }
    }
    double slowest = Math.min(Math.min(median(disk), median(loopback)), median(hash));
    System.out.printf(
        "registry-upload %.0f MB/s (disk %.0f, loopback %.0f, SHA-256 %.0f; %.2fx of the slowest)%n",
        median(upload), median(disk), median(loopback), median(hash), median(upload) / slowest);
    double readers = Math.min(median(loopback), median(hash));
    System.out.printf(
        "registry-download %.0f MB/s (loopback %.0f, SHA-256 %.0f; %.2fx of the slower)%n",
        median(download), median(loopback), median(hash), median(download) / readers);
  }

  private void upload(String name, byte[] bytes) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        http.send(
            request(name).PUT(BodyPublishers.ofByteArray(bytes)).build(), BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("not stored: " + answer.statusCode() + " " + answer.body());
    }
  }

  private void download(String name) throws IOException, InterruptedException {
    var answer = http.send(request(name).build(), BodyHandlers.ofInputStream());
    long came = 0;
    byte[] chunk = new byte[1 << 16];
    try (var body = answer.body()) {
      for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
        came += read;
      }
    }
    if (answer.statusCode() != 200 || came != SIZE) {
      throw new IOException("%d, %d bytes".formatted(answer.statusCode(), came));
    }
  }

  private HttpRequest.Builder request(String name) {
    return HttpRequest.newBuilder(URI.create(blobs + name))
        .header("Authorization", "Bearer " + token);
  }

  /** In MB/s. */
  private static double speed(Work work) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    work.run();
    return SIZE / 1e6 / ((System.nanoTime() - begun) / 1e9);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
