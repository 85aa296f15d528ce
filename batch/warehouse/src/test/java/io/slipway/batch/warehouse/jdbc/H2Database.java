package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.database.Database;
import io.slipway.batch.database.Database.Address;
import io.slipway.batch.database.Drivers;
import io.slipway.batch.database.MissingDriverException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database in the memory of this process, for as long as it is open.
 *
 * @param kept what holds it
 */
record H2Database(Database database, Connection kept) implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  static H2Database open() throws IOException, MissingDriverException, SQLException {
    Database database =
        database("h2:mem:jdbc" + NUMBER.incrementAndGet(), Optional.empty(), Optional.empty());
    return new H2Database(database, database.connect());
  }

  /** By the driver that is found for it, as a pod does. */
  static Database database(String url, Optional<String> user, Optional<String> password)
      throws IOException, MissingDriverException {
    return Database.of(
        Drivers.of(Map.of(Drivers.VARIABLE, "/nowhere")),
        new Address(url, user, password),
        "the Secret of the test");
  }

  @Override
  public void close() throws SQLException {
    kept.close();
  }
}
