package io.slipway.benchmarks.predictions;

import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Counts;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.ModelRef;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.batch.warehouse.postgresql.PostgresConfig;
import io.slipway.batch.warehouse.postgresql.PostgresWarehouse;
import io.slipway.scoring.DataType;
import io.slipway.testing.postgres.PostgresServer;
import io.slipway.testing.postgres.PostgresServer.Search;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Loads and publishes predictions into PostgreSQL and into DuckDB, beside what the databases' own
 * {@code COPY} needs for the same lines, in rounds that take turns. Time is CPU time of all
 * processes, the server's among them.
 *
 * <p>Then PostgreSQL stays, with the last set published, until this process is ended: the file
 * {@code postgres} has its URL.
 */
public final class PredictionStores {
  private static final SetName SET = new SetName("bench");
  private static final List<Output> OUTPUTS = List.of(new Output("y", DataType.FP64));
  private static final String COLUMNS =
      "(set_id bigint NOT NULL, prediction_key text NOT NULL, prediction_error text, y double precision)";
  private static final int WARM_UP = 1;
  private static final int ROUNDS = 3;

  private final MadePredictions made;
  private final Path folder;
  private final Path lines;
  private final String database;
  private final String user;

  private PredictionStores(MadePredictions made, Path folder, String database, String user) {
    this.made = made;
    this.folder = folder;
    this.lines = folder.resolve("lines");
    this.database = database;
    this.user = user;
  }

  /** Something that takes a while, once a round. */
  private interface Work {
    void run(int round) throws IOException, InterruptedException, SQLException;
  }

  /** What it took, in each round. */
  private record Times(String name, List<Double> seconds) {
    void take(Work work, int round) throws IOException, InterruptedException, SQLException {
      double begun = ProcessTree.cpuSeconds();
      work.run(round);
      seconds.add(ProcessTree.cpuSeconds() - begun);
    }

    double median() {
      double[] sorted =
          seconds.subList(WARM_UP, seconds.size()).stream().mapToDouble(s -> s).sorted().toArray();
      return sorted[sorted.length / 2];
    }

    static Times of(String name) {
      return new Times(name, new ArrayList<>());
    }
  }

  /**
   * @param arguments how many rows, and a folder
   */
  public static void main(String[] arguments) throws Exception {
    if (!(PostgresServer.search() instanceof Search.Found found)) {
      throw new IllegalArgumentException(
          "what the server uses is counted, which must be started here: leave SLIPWAY_POSTGRES"
              + " unset, and install PostgreSQL (Debian's package postgresql)");
    }
    PostgresServer server = PostgresServer.start(found);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
    MadePredictions made = new MadePredictions(Integer.parseInt(arguments[0]));
    Path folder = Path.of(arguments[1]);
    String url = server.newDatabase();
    new PredictionStores(made, folder, url, server.user()).measure();
    Files.writeString(folder.resolve("postgres.new"), url);
    Files.move(folder.resolve("postgres.new"), folder.resolve("postgres"));
    new CountDownLatch(1).await();
  }

  private static void end(PostgresServer server) {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void measure() throws IOException, InterruptedException, SQLException {
    made.write(lines);
    PostgresConfig config =
        new PostgresConfig("jdbc:" + database, user, "", "slipway", 1, PostgresConfig.Timing.USUAL);
    PostgresWarehouse.migrate(config);
    Times copy = Times.of("psql's COPY");
    Times keyed = Times.of("with a primary key and ANALYZE");
    Times postgres = Times.of("predictions-postgresql");
    Times duckDbCopy = Times.of("DuckDB's COPY");
    Times duckDb = Times.of("predictions-duckdb");
    try (PostgresWarehouse inPostgres = PostgresWarehouse.open(config);
        DuckDbWarehouse inDuckDb = DuckDbWarehouse.open(folder.resolve("duckdb"))) {
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        copy.take(this::copied, round);
        keyed.take(this::copiedWithKey, round);
        postgres.take(number -> publish(inPostgres, number), round);
        duckDbCopy.take(this::copiedIntoDuckDb, round);
        duckDb.take(number -> publish(inDuckDb, number), round);
      }
    }
    print(postgres, List.of(copy, keyed));
    print(duckDb, List.of(duckDbCopy));
  }

  private void print(Times times, List<Times> beside) {
    StringBuilder notes = new StringBuilder();
    for (Times other : beside) {
      notes.append(
          "; %s %.2f, %.2fx"
              .formatted(other.name(), other.median(), times.median() / other.median()));
    }
    System.out.printf(
        Locale.ROOT,
        "%s %.2f s (of CPU time to load and publish %d rows, rounds %s%s)%n",
        times.name(),
        times.median(),
        made.count(),
        times.seconds().subList(WARM_UP, times.seconds().size()).stream()
            .map("%.2f"::formatted)
            .collect(Collectors.joining(", ")),
        notes);
  }

  /** The summary that runs keep is left out, since COPY has none. */
  private void publish(Warehouse warehouse, int round) throws IOException, InterruptedException {
    Run run = new Run("run-" + round, new ModelRef("m", "1", "sha256:00"), Instant.now());
    SetVersion version =
        warehouse.load(SET, run, OUTPUTS, made.rows(), Contents.of(new Counts(made.count(), 0)));
    Expected before =
        warehouse.versions(SET).stream()
            .filter(SetVersion::current)
            .findFirst()
            .<Expected>map(current -> new Expected.At(current.setId()))
            .orElseGet(Expected.Nothing::new);
    warehouse.publish(SET, version.setId(), before);
  }

  private void copied(int round) throws IOException, InterruptedException {
    psql("CREATE TABLE copied_%d %s".formatted(round, COLUMNS), copy("copied_" + round));
  }

  private void copiedWithKey(int round) throws IOException, InterruptedException {
    String table = "keyed_" + round;
    psql(
        "CREATE TABLE %s %s"
            .formatted(table, COLUMNS.replace("_key text", "_key text COLLATE \"C\"")),
        copy(table),
        "ALTER TABLE %s ADD PRIMARY KEY (set_id, prediction_key)".formatted(table),
        "ANALYZE " + table);
  }

  private String copy(String table) {
    return "\\copy %s FROM '%s'".formatted(table, lines);
  }

  private void psql(String... commands) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("psql", "-X", "-q", "-1", "-U", user, database));
    Arrays.stream(commands).forEach(command -> all.addAll(List.of("-c", command)));
    Path log = folder.resolve("psql.log");
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException(all + " failed: " + Files.readString(log));
    }
  }

  private void copiedIntoDuckDb(int round) throws SQLException {
    String file = "jdbc:duckdb:" + folder.resolve("copied-%d.duckdb".formatted(round));
    try (var connection = DriverManager.getConnection(file);
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE copied " + COLUMNS);
      statement.execute(
          "COPY copied FROM '%s' (FORMAT csv, DELIMITER '\t', NULL '\\N', HEADER false)"
              .formatted(lines));
    }
  }
}
