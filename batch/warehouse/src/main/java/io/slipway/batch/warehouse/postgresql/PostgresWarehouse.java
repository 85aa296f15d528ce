package io.slipway.batch.warehouse.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Contents;
import io.slipway.batch.warehouse.Expected;
import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.PastPrediction;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.Run;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.postgresql.PostgresConfig.Timing;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** A warehouse in a PostgreSQL database, in one schema of it. */
public final class PostgresWarehouse implements Warehouse {
  private final Reading reading;
  private final HikariDataSource readers;
  private final Work work;
  private final Names names;
  private final Timing timing;

  /**
   * @param writers gives a connection of its own to everything that writes
   */
  PostgresWarehouse(PostgresConfig config, DataSource writers) {
    this.names = new Names(config.schema());
    this.timing = config.timing();
    this.work = new Work(writers);
    this.readers = pool(config);
    this.reading = new Reading(new Work(readers), names);
  }

  /**
   * Opens it as it is. A database that is away is told when it is asked, so that a reader can start
   * before it.
   */
  public static PostgresWarehouse open(PostgresConfig config) {
    return new PostgresWarehouse(config, source(config));
  }

  /**
   * Makes the schema and its tables, or brings them to what this program knows.
   *
   * @throws WarehouseException when the database is away, does not allow it or is of a newer
   *     program
   */
  public static void migrate(PostgresConfig config) {
    try {
      Flyway.configure()
          .dataSource(source(config))
          .schemas(config.schema())
          .createSchemas(true)
          // A schema that others have tables in as well.
          .baselineOnMigrate(true)
          .baselineVersion("0")
          .table("schema_history")
          .locations("classpath:io/slipway/batch/warehouse/postgresql")
          .ignoreMigrationPatterns(new String[0])
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new WarehouseException(
          Kind.UNAVAILABLE,
          "the schema " + config.schema(),
          "it cannot be made or brought up to date",
          "see that the database runs, that its user may create in it, and that no newer program"
              + " has used it",
          e);
    }
  }

  private static PGSimpleDataSource source(PostgresConfig config) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.user());
    source.setPassword(config.password());
    source.setApplicationName("slipway-warehouse");
    source.setConnectTimeout(seconds(config.timing().locks()));
    // So that a server lets go of what a loader held whose machine is gone, and the other way
    // round.
    source.setTcpKeepAlive(true);
    source.setOptions(
        "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3");
    return source;
  }

  /**
   * Each statement sees the database as it was before it was planned, or its plan was found to be
   * still good. With the usual isolation that comes first: a pointer that moves in between would
   * lead to a partition that is not in the plan.
   *
   * <p>A plan is kept for all keys. Left to itself the planner takes a few keys for so much less
   * than it reckons with that it plans every look-up anew, which costs twice what the look-up does.
   */
  static HikariDataSource pool(PostgresConfig config) {
    Duration reads = config.timing().reads();
    PGSimpleDataSource source = source(config);
    source.setConnectTimeout(seconds(reads));
    // For a server that no longer says anything at all.
    source.setSocketTimeout(seconds(reads) + 1);
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("predictions");
    pool.setDataSource(source);
    pool.setMaximumPoolSize(config.connections());
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionTimeout(Math.max(reads.toMillis(), 250));
    pool.setValidationTimeout(Math.max(reads.toMillis() / 2, 250));
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    pool.setConnectionInitSql(
        "SET statement_timeout = %d; SET plan_cache_mode = force_generic_plan"
            .formatted(reads.toMillis()));
    return new HikariDataSource(pool);
  }

  private static int seconds(Duration time) {
    return Math.max(1, (int) time.plusMillis(999).toSeconds());
  }

  @Override
  public SetVersion load(
      SetName set, Run run, List<Output> outputs, RowSource rows, Contents contents)
      throws IOException, InterruptedException {
    Output.requireDistinct(outputs);
    long setId =
        new Loader(work, names, timing.locks(), set, run, List.copyOf(outputs))
            .load(rows, contents);
    return version(set, setId);
  }

  private SetVersion version(SetName set, long setId) {
    return reading.versions(set).stream()
        .filter(version -> version.setId() == setId)
        .findFirst()
        .orElseThrow(() -> Work.absent("%s, set version %d".formatted(set, setId)));
  }

  @Override
  public SetVersion publish(SetName set, long setId, Expected current) {
    new Pointer(work, names, timing, set).moveTo(setId, current);
    return version(set, setId);
  }

  @Override
  public SetVersion retire(SetName set, long setId) {
    new Pointer(work, names, timing, set).retire(setId);
    new Removal(work, names, set).remove();
    return version(set, setId);
  }

  @Override
  public List<SetVersion> retireAllBut(SetName set, int keep) {
    List<SetVersion> retired = new Pointer(work, names, timing, set).retireAllBut(keep);
    new Removal(work, names, set).remove();
    return retired;
  }

  @Override
  public int sweep(SetName set, Duration age) {
    new Pointer(work, names, timing, set).giveUpUnfinished(age);
    return new Removal(work, names, set).remove();
  }

  @Override
  public Optional<Answer> find(SetName set, Collection<String> keys) {
    return reading.find(set, keys);
  }

  @Override
  public List<PastPrediction> history(SetName set, String key, int limit) {
    return reading.history(set, key, limit);
  }

  @Override
  public List<SetVersion> versions(SetName set) {
    return reading.versions(set);
  }

  @Override
  public Optional<Expected> replaced(SetName set, long setId) {
    return reading.replaced(set, setId);
  }

  @Override
  public Optional<String> summary(SetName set, long setId) {
    return reading.summary(set, setId);
  }

  @Override
  public void ping() {
    reading.ping();
  }

  @Override
  public void close() {
    readers.close();
  }
}
