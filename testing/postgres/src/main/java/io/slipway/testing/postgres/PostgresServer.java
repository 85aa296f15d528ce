package io.slipway.testing.postgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of this machine's own programs, on a loopback port, for as long as the tests
 * run. One that {@code SLIPWAY_POSTGRES} names, as in {@code localhost:5432}, is used in its place:
 * its user {@code slipway} must be able to make databases without a password.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "slipway";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String address;
  private final Optional<Started> started;

  private record Started(Process process, Path folder) {}

  private PostgresServer(String address, Optional<Started> started) {
    this.address = address;
    this.started = started;
  }

  /** What a search came to. */
  public sealed interface Search {
    /** There is one, or can be. */
    record Found(Path programs) implements Search {}

    /** One runs already. */
    record Running(String address) implements Search {}

    /**
     * There is none.
     *
     * @param reason what would help
     */
    record NotFound(String reason) implements Search {}
  }

  /** Looks where distributions put it. */
  public static Search search() {
    String named = System.getenv().getOrDefault("SLIPWAY_POSTGRES", "");
    if (!named.isEmpty()) {
      return new Search.Running(named);
    }
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of),
            versions(Path.of("/usr/lib/postgresql")))
        .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
        .filter(folder -> Files.isExecutable(folder.resolve("postgres")))
        .findFirst()
        .<Search>map(Search.Found::new)
        .orElseGet(
            () ->
                new Search.NotFound(
                    "SLIPWAY_POSTGRES names no server, and neither the path nor /usr/lib/postgresql"
                        + " has initdb and postgres (Debian's package postgresql)"));
  }

  private static Stream<Path> versions(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> versions = Files.list(folder)) {
      return versions
          .sorted(Comparator.reverseOrder())
          .map(version -> version.resolve("bin"))
          .toList()
          .stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  /** Uses the one that runs, or starts one. */
  public static PostgresServer start(Search search) throws IOException, InterruptedException {
    return switch (search) {
      case Search.Running(String address) -> new PostgresServer(address, Optional.empty());
      case Search.Found(Path programs) -> start(programs);
      case Search.NotFound(String reason) -> throw new IllegalArgumentException(reason);
    };
  }

  private static PostgresServer start(Path programs) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("slipway-postgres");
    Path data = folder.resolve("data");
    if (isRoot()) {
      // It does not run as root.
      run(List.of("chown", "postgres", folder.toString()));
    }
    run(
        asUser(
            programs.resolve("initdb").toString(),
            "--auth=trust",
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--pgdata=" + data));
    int port = freePort();
    Process process =
        new ProcessBuilder(
                asUser(
                    programs.resolve("postgres").toString(),
                    "-D",
                    data.toString(),
                    "-h",
                    "127.0.0.1",
                    "-p",
                    Integer.toString(port),
                    "-k",
                    folder.toString(),
                    "-c",
                    "max_connections=200"))
            .redirectErrorStream(true)
            .redirectOutput(Files.createTempFile("slipway-postgres", ".log").toFile())
            .start();
    PostgresServer server =
        new PostgresServer("127.0.0.1:" + port, Optional.of(new Started(process, folder)));
    server.awaitReady();
    return server;
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  static List<String> asUser(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " failed: " + output);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        connect("postgres").close();
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("PostgreSQL does not answer", e);
        }
        Thread.sleep(Duration.ofMillis(50));
      }
    }
  }

  /** Makes an empty database and returns its URL. */
  public String newDatabase() throws SQLException {
    String name =
        "slipway_%d_%d".formatted(ProcessHandle.current().pid(), DATABASES.incrementAndGet());
    try (Connection connection = connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return "postgresql://%s/%s".formatted(address, name);
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s/%s?user=%s".formatted(address, database, USER));
  }

  /** Its user, who needs no password. */
  public String user() {
    return USER;
  }

  /** Lets all connections break, as a server that is restarted does. */
  public void dropConnections() throws SQLException {
    try (Connection connection = connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND"
              + " backend_type = 'client backend'");
    }
  }

  @Override
  public void close() throws IOException {
    if (started.isPresent()) {
      end(started.get().process());
      try (Stream<Path> files = Files.walk(started.get().folder())) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  static void end(Process process) {
    process.destroy();
    if (!process.onExit().orTimeout(30, TimeUnit.SECONDS).handle((p, e) -> e == null).join()) {
      process.destroyForcibly().onExit().join();
    }
  }
}
