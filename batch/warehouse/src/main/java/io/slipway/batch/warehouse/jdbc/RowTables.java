package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.Output;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion.State;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of rows that a set has. Each is written down before it is made and forgotten after it
 * is dropped, so that none is lost that somebody made who died. With it is the summary of its rows.
 */
record RowTables(Connections connections, Dialect dialect, SetName set) {
  private static final Logger log = LoggerFactory.getLogger(RowTables.class);

  /** Some databases take no longer names. */
  static final int LONGEST_NAME = 30;

  static final int LONGEST_KEY = Output.LONGEST_KEY_ANYWHERE;

  private static final String TABLE = "slipway_tables";
  private static final String NAME = "table_name";
  private static final String SET = "set_name";
  private static final String SET_ID = Output.SET_ID;
  private static final String SUMMARY = "summary";

  private record Written(String table, long setId) {}

  /** Makes the table of all tables, where it is not there. */
  static void prepare(Session session, Dialect dialect) throws SQLException {
    Types types = dialect.types();
    new TableList(session.connection(), dialect)
        .create(
            TABLE,
            List.of(
                dialect.ours(NAME) + " " + types.varchar(LONGEST_NAME) + " NOT NULL",
                dialect.ours(SET) + " " + types.varchar(SetName.LONGEST) + " NOT NULL",
                dialect.ours(SET_ID) + " " + types.declared(StoredType.BIGINT) + " NOT NULL",
                dialect.ours(SUMMARY) + " " + types.declared(StoredType.TEXT),
                "PRIMARY KEY (" + dialect.ours(NAME) + ")"));
  }

  /** A name that no table has. */
  static String freshName() {
    return "slipway_r_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  /** Makes an empty one for rows of these outputs, whose key can be there once. */
  void create(String table, long setId, List<Output> outputs) throws SQLException {
    try (Connection connection = connections.open()) {
      new Session(connection)
          .run(
              "INSERT INTO %s (%s, %s, %s) VALUES (?, ?, ?)"
                  .formatted(
                      dialect.ours(TABLE),
                      dialect.ours(NAME),
                      dialect.ours(SET),
                      dialect.ours(SET_ID)),
              table,
              set.text(),
              setId);
      Types types = dialect.types();
      List<String> parts = new ArrayList<>();
      parts.add(dialect.ours(Output.KEY) + " " + types.varchar(LONGEST_KEY) + " NOT NULL");
      parts.add(dialect.ours(Output.ERROR) + " " + types.declared(StoredType.TEXT));
      for (Output output : outputs) {
        parts.add(
            dialect.quoted(output.name()) + " " + types.declared(StoredType.of(output.type())));
      }
      parts.add("PRIMARY KEY (" + dialect.ours(Output.KEY) + ")");
      new TableList(connection, dialect).create(table, parts);
    }
  }

  void keepSummary(String table, String summary) throws SQLException {
    try (Connection connection = connections.open()) {
      new Session(connection)
          .run(
              "UPDATE %s SET %s = ? WHERE %s = ?"
                  .formatted(dialect.ours(TABLE), dialect.ours(SUMMARY), dialect.ours(NAME)),
              summary,
              table);
    }
  }

  /** Empty if nobody gave one. */
  Optional<String> summary(String table) throws SQLException {
    try (Connection connection = connections.open()) {
      return new Session(connection)
              .list(
                  "SELECT %s FROM %s WHERE %s = ?"
                      .formatted(dialect.ours(SUMMARY), dialect.ours(TABLE), dialect.ours(NAME)),
                  row -> Optional.ofNullable(row.getString(1)),
                  table)
              .stream()
              .flatMap(Optional::stream)
              .findFirst();
    }
  }

  /**
   * Drops those that no set version has or is about to have, whoever left them. What somebody is at
   * is left for the next time.
   *
   * @return how many there were
   */
  int dropUnneeded() throws SQLException {
    // The tables first: a table that is written down later is a newcomer's, and of one that is
    // written down the catalogue has known since before.
    List<Written> all;
    try (Connection connection = connections.open()) {
      all =
          new Session(connection)
              .list(
                  "SELECT %s, %s FROM %s WHERE %s = ?"
                      .formatted(
                          dialect.ours(NAME),
                          dialect.ours(SET_ID),
                          dialect.ours(TABLE),
                          dialect.ours(SET)),
                  row -> new Written(row.getString(1), row.getLong(2)),
                  set.text());
    }
    if (all.isEmpty()) {
      return 0;
    }
    Catalogue catalogue = new SetRow(connections, dialect, set).read();
    int dropped = 0;
    for (Written one : all) {
      if (!isNeeded(one, catalogue)) {
        dropped += drop(one.table());
      }
    }
    return dropped;
  }

  private static boolean isNeeded(Written one, Catalogue catalogue) {
    Optional<Entry> entry = catalogue.find(one.setId());
    return entry.isPresent()
        && entry.get().state() != State.RETIRED
        && entry.get().file().equals(one.table());
  }

  /** Returns how many were dropped: none while somebody is at it. */
  int drop(String table) throws SQLException {
    try (Connection connection = connections.open()) {
      try {
        new TableList(connection, dialect).drop(table);
      } catch (SQLException e) {
        if (Failures.of(table, e).kind() == Kind.UNAVAILABLE) {
          throw e;
        }
        log.atWarn().addKeyValue("table", table).setCause(e).log("left for later");
        return 0;
      }
      return new Session(connection)
          .run(
              "DELETE FROM %s WHERE %s = ?".formatted(dialect.ours(TABLE), dialect.ours(NAME)),
              table);
    }
  }
}
