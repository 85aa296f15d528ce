package io.slipway.batch.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A database and as whom it is asked. Connections are its caller's to close. Safe for use by many
 * threads.
 */
public final class Database {
  private static final String PREFIX = "jdbc:";
  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String DUCKDB = "jdbc:duckdb:";

  /** In this order: the weaker one that is enough holds up others less. */
  private static final int[] ONE_STATE = {
    Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE
  };

  private final Driver driver;
  private final String url;
  private final Properties properties;

  private Database(Driver driver, String url, Properties properties) {
    this.driver = driver;
    this.url = url;
    this.properties = properties;
  }

  /**
   * Who is asked and as whom.
   *
   * @param url with or without {@code jdbc:} at its beginning
   */
  public record Address(String url, Optional<String> user, Optional<String> password) {
    private String withPrefix() {
      return url.startsWith(PREFIX) ? url : PREFIX + url;
    }

    @Override
    public String toString() {
      return "an address"; // what it says is a secret
    }
  }

  /**
   * @param whose which Secret it is of, for the refusal
   */
  public static Database of(Drivers drivers, Address address, String whose)
      throws MissingDriverException {
    String url = address.withPrefix();
    Properties properties = new Properties();
    address.user().ifPresent(user -> properties.setProperty("user", user));
    address.password().ifPresent(password -> properties.setProperty("password", password));
    if (url.startsWith(POSTGRESQL)) {
      properties.setProperty("ApplicationName", "slipway");
      properties.setProperty("tcpKeepAlive", "true");
      properties.setProperty("connectTimeout", "10");
    }
    return new Database(drivers.of(url, whose), url, properties);
  }

  /**
   * A transaction that reads one state of the database from its first statement to its last, and
   * rows one after another rather than all at once.
   */
  public Connection read() throws SQLException {
    Properties reading = new Properties();
    reading.putAll(properties);
    if (url.startsWith(DUCKDB)) {
      // Several pods may read a file that nobody writes; and results come as they are made.
      reading.setProperty("duckdb.read_only", "true");
      reading.setProperty("jdbc_stream_results", "true");
    }
    Connection connection = connect(reading);
    boolean ready = false;
    try {
      connection.setReadOnly(true);
      DatabaseMetaData can = connection.getMetaData();
      for (int level : ONE_STATE) {
        if (can.supportsTransactionIsolationLevel(level)) {
          connection.setTransactionIsolation(level);
          break;
        }
      }
      connection.setAutoCommit(false);
      ready = true;
      return connection;
    } finally {
      if (!ready) {
        connection.close();
      }
    }
  }

  /** A connection on which every statement counts by itself. */
  public Connection connect() throws SQLException {
    return connect(properties);
  }

  private Connection connect(Properties how) throws SQLException {
    @Nullable Connection connection = driver.connect(url, how);
    if (connection == null) {
      throw new SQLNonTransientConnectionException("the driver does not take the url", "08001");
    }
    return connection;
  }
}
