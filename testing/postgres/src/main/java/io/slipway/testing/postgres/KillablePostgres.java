package io.slipway.testing.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of this machine's own programs that others reach at one of its addresses, by
 * a password, and that can be killed and started again over what it had on its disk. For use by one
 * thread.
 */
public final class KillablePostgres implements AutoCloseable {
  private static final String USER = "slipway";
  private static final String LOOPBACK = "127.0.0.1";

  /** What recovery may take, and until the last process of one that was killed is gone. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Path programs;
  private final Path folder;
  private final String address;
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private Process process;

  private KillablePostgres(Path programs, Path folder, String address, int port)
      throws IOException {
    this.programs = programs;
    this.folder = folder;
    this.address = address;
    this.port = port;
    this.process = launch();
  }

  /**
   * Starts one with an empty database.
   *
   * @param programs the folder that {@link PostgresServer#search()} has found
   * @param address of this machine, by which others reach it
   */
  public static KillablePostgres start(Path programs, String address)
      throws IOException, InterruptedException, SQLException {
    Path folder = Files.createTempDirectory("slipway-postgres");
    if (PostgresServer.isRoot()) {
      // It does not run as root.
      PostgresServer.run(List.of("chown", "postgres", folder.toString()));
    }
    Path data = folder.resolve("data");
    PostgresServer.run(
        PostgresServer.asUser(
            programs.resolve("initdb").toString(),
            "--auth=trust",
            "--username=" + USER,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--pgdata=" + data));
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "host all %s 0.0.0.0/0 scram-sha-256%n".formatted(USER),
        StandardOpenOption.APPEND);
    KillablePostgres server =
        new KillablePostgres(programs, folder, address, PostgresServer.freePort());
    server.awaitReady();
    server.execute("ALTER ROLE " + USER + " PASSWORD '" + server.password + "'");
    server.execute("CREATE DATABASE predictions");
    return server;
  }

  /** Of its database, as the Secret of an output has it. */
  public String url() {
    return "postgresql://%s:%d/predictions".formatted(address, port);
  }

  public String user() {
    return USER;
  }

  public String password() {
    return password;
  }

  /** Ends it at once and without notice, by SIGKILL; all that is committed is on its disk. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts it over what it had, and waits until it answers. */
  public void startAgain() throws IOException, InterruptedException {
    process = launch();
    awaitReady();
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(
            PostgresServer.asUser(
                programs.resolve("postgres").toString(),
                "-D",
                folder.resolve("data").toString(),
                "-h",
                LOOPBACK + "," + address,
                "-p",
                Integer.toString(port),
                "-k",
                folder.toString(),
                "-c",
                "max_connections=200"))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
        .start();
  }

  private Path log() {
    return folder.resolve("postgres.log");
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        execute("SELECT 1");
        return;
      } catch (SQLException e) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "PostgreSQL does not answer: " + Files.readString(log()), e);
        }
      }
      Thread.sleep(PAUSE);
      if (!process.isAlive()) {
        // Processes of the one that was killed still hold its memory: it refuses to start until
        // they are gone.
        process = launch();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://%s:%d/postgres?user=%s".formatted(LOOPBACK, port, USER));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws IOException {
    PostgresServer.end(process);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
