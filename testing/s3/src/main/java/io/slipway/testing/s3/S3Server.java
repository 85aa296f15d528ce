package io.slipway.testing.s3;

import io.slipway.testing.program.GoProgram;
import io.slipway.testing.program.Search;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Versity S3 Gateway over a folder, on a port of the loopback. A bucket is a folder in it.
 *
 * <p>It keeps an object's tag in an attribute of its file, where the file system has such.
 * Elsewhere it keeps it in a file of its own, which it writes first: who reads meanwhile gets the
 * old object with the new tag, and a change by {@code If-Match} can be lost ({@link #lacking}).
 */
public final class S3Server implements AutoCloseable {
  /** The key that may do all. */
  public static final String ACCESS_KEY = "the-key";

  public static final String SECRET_KEY = "the-secret";

  private static final GoProgram PROGRAM =
      new GoProgram(
          "versitygw", "SLIPWAY_VERSITYGW", "github.com/versity/versitygw/cmd/versitygw@v1.8.0");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path program;
  private final Path folder;
  private final int port;
  private Process process;

  private S3Server(Path program, Path folder, int port, Process process) {
    this.program = program;
    this.folder = folder;
    this.port = port;
    this.process = process;
  }

  /** The program to start, or why there is none. */
  public static Search search() {
    return PROGRAM.search(System.getenv());
  }

  /**
   * @param program as {@link #search} found it
   * @param folder that is there
   */
  public static S3Server start(Path program, Path folder) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.createDirectories(folder.resolve("buckets"));
    Files.createDirectories(folder.resolve("metadata"));
    return new S3Server(program, folder, port, process(program, folder, port));
  }

  private static Process process(Path program, Path folder, int port) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "--port", "127.0.0.1:" + port, "posix"));
    if (!keepsAttributes(folder)) {
      command.addAll(List.of("--sidecar", folder.resolve("metadata").toString()));
    }
    command.add(folder.resolve("buckets").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("ROOT_ACCESS_KEY", ACCESS_KEY);
    builder.environment().put("ROOT_SECRET_KEY", SECRET_KEY);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    try {
      awaitListening(process, port);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the store was started", e);
    }
    return process;
  }

  private static void awaitListening(Process process, int port)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (ConnectException e) {
        if (Instant.now().isAfter(end) || process.waitFor(50, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new IOException("the store does not listen", e);
        }
      }
    }
  }

  /**
   * What a folder lacks for a store whose objects many change by {@code If-Match} at once; empty
   * where none of the changes is lost.
   */
  public static Optional<String> lacking(Path folder) throws IOException {
    return keepsAttributes(folder)
        ? Optional.empty()
        : Optional.of("the file system has no attributes, which the store would keep tags in");
  }

  private static boolean keepsAttributes(Path folder) throws IOException {
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(folder, UserDefinedFileAttributeView.class);
    if (attributes == null) {
      return false;
    }
    try {
      attributes.write("slipway", ByteBuffer.wrap(new byte[] {1}));
      attributes.delete("slipway");
      return true;
    } catch (FileSystemException e) {
      return false;
    }
  }

  /** An empty bucket. */
  public void createBucket(String name) {
    try {
      Files.createDirectory(bucket(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of a bucket: each object is a file in it. */
  public Path bucket(String name) {
    return folder.resolve("buckets").resolve(name);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What clients read their settings from. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_S3",
        endpoint().toString(),
        "AWS_ACCESS_KEY_ID",
        ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET_KEY);
  }

  /** Takes it away, as a power cut does. */
  public void stop() {
    process.destroyForcibly().onExit().join();
  }

  /** Brings it back, at the same port, with what it had. */
  public void startAgain() throws IOException {
    process = process(program, folder, port);
  }

  @Override
  public void close() {
    stop();
  }
}
