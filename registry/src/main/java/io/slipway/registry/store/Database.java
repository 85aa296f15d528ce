package io.slipway.registry.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database, opened and brought to the schema that this program knows. A database of a newer
 * program is refused.
 */
public final class Database implements AutoCloseable {
  /** How long a request waits for its turn before it is told to come again. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final int SQLITE_READERS = 8;

  private final Dialect dialect;
  private final HikariDataSource readers;
  private final HikariDataSource writers;

  private Database(Dialect dialect, HikariDataSource readers, HikariDataSource writers) {
    this.dialect = dialect;
    this.readers = readers;
    this.writers = writers;
  }

  /** What is done within one transaction. */
  @FunctionalInterface
  public interface Work<T, X extends Exception> {
    T in(Session session) throws X;
  }

  /** Opens it and makes the schema where it is not there yet. */
  public static Database open(DatabaseConfig config) {
    return switch (config) {
      case DatabaseConfig.Sqlite sqlite -> sqlite(sqlite.file());
      case DatabaseConfig.Postgresql postgresql -> postgresql(postgresql);
    };
  }

  private static Database sqlite(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException("the folder of " + file + " cannot be made", e);
    }
    DataSource source = source(file);
    migrate(Dialect.SQLITE, source);
    return new Database(
        Dialect.SQLITE,
        pool("sqlite-readers", source, SQLITE_READERS, "PRAGMA query_only = true"),
        // One, because SQLite has one writer: those who wait wait in the pool, in order.
        pool("sqlite-writer", source, 1, "SELECT 1"));
  }

  private static SQLiteDataSource source(Path file) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    // In WAL mode NORMAL would lose what was answered for when the power fails.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout((int) PATIENCE.toMillis());
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  private static Database postgresql(DatabaseConfig.Postgresql config) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(config.url());
    source.setUser(config.user());
    source.setPassword(config.password());
    source.setApplicationName("slipway-registry");
    migrate(Dialect.POSTGRESQL, source);
    HikariDataSource pool = pool("postgresql", source, config.connections(), "SELECT 1");
    return new Database(Dialect.POSTGRESQL, pool, pool);
  }

  private static void migrate(Dialect dialect, DataSource source) {
    try {
      flyway(dialect, source).migrate();
    } catch (FlywayValidateException e) {
      throw new StoreException(
          StoreException.Kind.UNAVAILABLE,
          "the database is of a newer registry than this one, or was changed by hand; run the newest registry that it has seen",
          e);
    } catch (FlywayException e) {
      throw new StoreException(
          StoreException.Kind.UNAVAILABLE,
          "the database cannot be opened; see that its address, user and password are right and that it runs",
          e);
    }
  }

  private static Flyway flyway(Dialect dialect, DataSource source) {
    return Flyway.configure()
        .dataSource(source)
        .locations("classpath:io/slipway/registry/store/" + dialect.name().toLowerCase(Locale.ROOT))
        .ignoreMigrationPatterns(new String[0])
        .load();
  }

  private static HikariDataSource pool(String name, DataSource source, int most, String first) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(most);
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setConnectionInitSql(first);
    return new HikariDataSource(config);
  }

  /** Whether no other process of this program uses it. */
  public boolean isOurs() {
    return dialect == Dialect.SQLITE;
  }

  /** Fails when it cannot be reached. */
  public void ping() {
    read(session -> session.list("SELECT 1 AS one", row -> row.integer("one")));
  }

  /** Reads one state of the database, whatever is written meanwhile. */
  public <T, X extends Exception> T read(Work<T, X> work) throws X {
    return within(readers, dialect.beginReading(), work);
  }

  /** Does all of the work or, when it throws, none of it. */
  public <T, X extends Exception> T write(Work<T, X> work) throws X {
    return within(writers, dialect.beginWriting(), work);
  }

  /**
   * Begins and ends transactions in SQL. SQLite's driver would begin the next one as soon as one
   * has ended, and so keep everybody else from writing for ever.
   */
  private <T, X extends Exception> T within(HikariDataSource pool, String begin, Work<T, X> work)
      throws X {
    try (Connection connection = pool.getConnection()) {
      execute(connection, begin);
      boolean done = false;
      try {
        Session session = new Session(connection, dialect);
        T result = work.in(session);
        if (session.isBroken()) {
          throw new IllegalStateException("work went on after a statement had failed");
        }
        execute(connection, "COMMIT");
        done = true;
        return result;
      } finally {
        if (!done) {
          rollBack(pool, connection);
        }
      }
    } catch (SQLException e) {
      throw new StoreException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What made it necessary is thrown, not that it was not possible: then the connection goes. */
  private static void rollBack(HikariDataSource pool, Connection connection) {
    try {
      execute(connection, "ROLLBACK");
    } catch (SQLException e) {
      pool.evictConnection(connection);
    }
  }

  @Override
  public void close() {
    readers.close();
    writers.close();
  }
}
