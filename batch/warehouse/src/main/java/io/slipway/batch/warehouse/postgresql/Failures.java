package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/** What the database says, as a refusal. */
final class Failures {
  static final String LOCK_NOT_AVAILABLE = "55P03";
  static final String UNIQUE_VIOLATION = "23505";
  static final String UNDEFINED_TABLE = "42P01";
  static final String UNDEFINED_COLUMN = "42703";

  /** A prepared statement's table has got another column: prepared anew, it works. */
  static final String PLAN_IS_OLD = "0A000";

  private Failures() {}

  static boolean is(SQLException e, String state) {
    return state.equals(e.getSQLState());
  }

  static WarehouseException of(String object, SQLException e) {
    return switch (kind(e)) {
      case BUSY ->
          new WarehouseException(
              Kind.BUSY, object, "somebody else is at it", "try again in a moment", e);
      case UNAVAILABLE ->
          new WarehouseException(
              Kind.UNAVAILABLE,
              object,
              "the database cannot be reached or gave up (%s)".formatted(words(e)),
              "try again; nothing is there in part",
              e);
      case FULL ->
          new WarehouseException(
              Kind.FULL,
              object,
              "the database has no room left",
              "have its volume enlarged or old set versions retired, then try again; nothing is"
                  + " there in part",
              e);
      default ->
          new WarehouseException(
              Kind.DEFECT,
              object,
              "the database does not do it: " + words(e),
              "see that its user may create, alter and drop tables in the schema",
              e);
    };
  }

  private static String words(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Kind kind(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.equals("53100")) {
      return Kind.FULL;
    }
    if (state.equals(LOCK_NOT_AVAILABLE)) {
      return Kind.BUSY;
    }
    // 08: the connection; 53: too many of something; 57: stopped or cancelled; 58: its machine;
    // 40: begin the transaction anew; 25: of a session that ended.
    if (e instanceof SQLTransientException || state.matches("(08|25|40|53|57|58).*")) {
      return Kind.UNAVAILABLE;
    }
    return Kind.DEFECT;
  }
}
