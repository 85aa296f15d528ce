package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.StoredType;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.catalogue.Catalogue;
import io.slipway.batch.warehouse.catalogue.Catalogue.Entry;
import io.slipway.batch.warehouse.catalogue.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * All that is known of a set, in one row: its set versions, and which is current. One statement
 * changes it, if nobody else has since it was read; so no transaction and no lock is needed.
 */
record SetRow(Connections connections, Dialect dialect, SetName set) {
  private static final String TABLE = "slipway_sets";
  private static final String SET = "set_name";
  private static final String REVISION = "revision";
  private static final String CURRENT = "current_set_id";
  private static final String CURRENT_TABLE = "current_table";
  private static final String CATALOGUE = "catalogue";

  /** How often the row is changed by others between a look at it and its replacement. */
  private static final int TRIES = 60;

  /**
   * The row as it was seen.
   *
   * @param revision 0 where there is none yet
   */
  private record Seen(long revision, Catalogue catalogue) {}

  /** Makes the table of all sets, where it is not there. */
  static void prepare(Session session, Dialect dialect) throws SQLException {
    Types types = dialect.types();
    new TableList(session.connection(), dialect)
        .create(
            TABLE,
            List.of(
                dialect.ours(SET) + " " + types.varchar(SetName.LONGEST) + " NOT NULL",
                dialect.ours(REVISION) + " " + types.declared(StoredType.BIGINT) + " NOT NULL",
                dialect.ours(CURRENT) + " " + types.declared(StoredType.BIGINT) + " NOT NULL",
                dialect.ours(CURRENT_TABLE) + " " + types.varchar(RowTables.LONGEST_NAME),
                dialect.ours(CATALOGUE) + " " + types.declared(StoredType.TEXT),
                "PRIMARY KEY (" + dialect.ours(SET) + ")"));
  }

  Catalogue read() throws SQLException {
    try (Connection connection = connections.open()) {
      return see(new Session(connection)).catalogue();
    }
  }

  /** Replaces the catalogue; asked for the next one again where somebody else was quicker. */
  Catalogue change(UnaryOperator<Catalogue> next) throws SQLException {
    try (Connection connection = connections.open()) {
      Session session = new Session(connection);
      for (int turn = 1; turn <= TRIES; turn++) {
        Seen seen = see(session);
        Catalogue after = next.apply(seen.catalogue());
        if (after.equals(seen.catalogue()) || replace(session, seen, after)) {
          return after;
        }
        new Turns(set, "row").pause(turn);
      }
    }
    throw new WarehouseException(
        Kind.BUSY, set.text(), "others change its row all the time", "try again later");
  }

  private Seen see(Session session) throws SQLException {
    String sql =
        "SELECT %s, %s FROM %s WHERE %s = ?"
            .formatted(
                dialect.ours(REVISION),
                dialect.ours(CATALOGUE),
                dialect.ours(TABLE),
                dialect.ours(SET));
    return session.list(sql, SetRow::seen, set.text()).stream()
        .findFirst()
        .orElseGet(() -> new Seen(0, Catalogue.EMPTY));
  }

  private static Seen seen(ResultSet row) throws SQLException {
    try {
      byte[] json = row.getString(2).getBytes(StandardCharsets.UTF_8);
      return new Seen(row.getLong(1), Catalogue.parse(json));
    } catch (IOException e) {
      throw new WarehouseException(
          Kind.DEFECT,
          "the table " + TABLE,
          "it is not what this program writes (%s)".formatted(e.getMessage()),
          "see who else has written to it",
          e);
    }
  }

  private boolean replace(Session session, Seen seen, Catalogue after) throws SQLException {
    String table = after.find(after.current()).map(Entry::file).map(dialect::stored).orElse("");
    Object[] values = {
      seen.revision() + 1, after.current(), table, json(after), set.text(), seen.revision()
    };
    try {
      return seen.revision() == 0 ? insert(session, values) : update(session, values);
    } catch (SQLException e) {
      if (Failures.isOutrun(e) || (seen.revision() == 0 && Failures.isTwice(e))) {
        return false;
      }
      throw e;
    }
  }

  /** The condition is in the statement: of two that saw the same row, one changes it. */
  private boolean update(Session session, Object... values) throws SQLException {
    String sql =
        "UPDATE %s SET %s = ?, %s = ?, %s = ?, %s = ? WHERE %s = ? AND %s = ?"
            .formatted(
                dialect.ours(TABLE),
                dialect.ours(REVISION),
                dialect.ours(CURRENT),
                dialect.ours(CURRENT_TABLE),
                dialect.ours(CATALOGUE),
                dialect.ours(SET),
                dialect.ours(REVISION));
    return session.run(sql, values) == 1;
  }

  private boolean insert(Session session, Object... values) throws SQLException {
    String sql =
        "INSERT INTO %s (%s, %s, %s, %s, %s) VALUES (?, ?, ?, ?, ?)"
            .formatted(
                dialect.ours(TABLE),
                dialect.ours(REVISION),
                dialect.ours(CURRENT),
                dialect.ours(CURRENT_TABLE),
                dialect.ours(CATALOGUE),
                dialect.ours(SET));
    return session.run(sql, values[0], values[1], values[2], values[3], values[4]) == 1;
  }

  private static String json(Catalogue catalogue) {
    try {
      return new String(catalogue.json(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a catalogue is always JSON", e);
    }
  }
}
