package io.slipway.testing.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.testing.postgres.PostgresServer.Search;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class KillablePostgresIT {

  @Test
  void whatIsCommittedOutlivesAKillAndOthersNeedThePassword() throws Exception {
    Optional<String> address = ownAddress();
    if (!(PostgresServer.search() instanceof Search.Found(var programs)) || address.isEmpty()) {
      System.out.printf(
          "Skipped: needs programs of PostgreSQL (%s) and an address of this machine (%s)%n",
          PostgresServer.search(), address);
      Assumptions.abort("no programs of PostgreSQL, or no address");
      return;
    }
    try (KillablePostgres server = KillablePostgres.start(programs, address.get())) {
      try (Connection open = connect(server, server.password())) {
        execute(open, "CREATE TABLE kept (number int)");
        execute(open, "INSERT INTO kept VALUES (1)");
        open.setAutoCommit(false);
        execute(open, "INSERT INTO kept VALUES (2)");

        server.kill();

        assertThrows(SQLException.class, () -> execute(open, "SELECT 1"));
      }
      assertThrows(SQLException.class, () -> connect(server, server.password()).close());
      server.startAgain();

      try (Connection again = connect(server, server.password());
          ResultSet rows = again.createStatement().executeQuery("SELECT number FROM kept")) {
        assertTrue(rows.next());
        assertEquals(1, rows.getInt(1));
        assertFalse(rows.next(), "a row that was not committed");
      }
      assertThrows(SQLException.class, () -> connect(server, "guessed").close());
    }
  }

  /** One that is not the loopback's, which needs no password. */
  private static Optional<String> ownAddress() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress())
        .map(InetAddress::getHostAddress)
        .findFirst();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(KillablePostgres server, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", server.user());
    properties.setProperty("password", password);
    return DriverManager.getConnection("jdbc:" + server.url(), properties);
  }
}
