package io.slipway.batch.warehouse.jdbc;

import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.List;

/** What a database says, as a refusal: by the classes of SQLSTATE that databases share. */
final class Failures {
  private static final String CONNECTION = "08";
  private static final String DATA = "22";
  private static final String INTEGRITY = "23";
  private static final String ROLLED_BACK = "40";

  /** Not of the standard, and of several: out of something, stopped by somebody, its machine. */
  private static final List<String> SERVER = List.of("53", "57", "58");

  /** Of several too: a wait for others that has ended. */
  private static final List<String> TIMEOUTS = List.of("HYT00", "57014");

  private Failures() {}

  /** Whether there is a row of the same key already. */
  static boolean isTwice(SQLException e) {
    return isOf(e, INTEGRITY);
  }

  /** Whether another transaction was quicker, so that a new look helps. */
  static boolean isOutrun(SQLException e) {
    return isOf(e, ROLLED_BACK);
  }

  static WarehouseException of(String object, SQLException e) {
    if (e instanceof SQLTimeoutException || TIMEOUTS.stream().anyMatch(state -> isOf(e, state))) {
      return new WarehouseException(
          Kind.BUSY,
          object,
          "somebody else is at it (%s)".formatted(words(e)),
          "try again in a moment",
          e);
    }
    if (e instanceof SQLTransientException
        || e instanceof SQLRecoverableException
        || isOf(e, CONNECTION)
        || isOf(e, ROLLED_BACK)
        || SERVER.stream().anyMatch(state -> isOf(e, state))) {
      return new WarehouseException(
          Kind.UNAVAILABLE,
          object,
          "the database cannot be reached or gave up (%s)".formatted(words(e)),
          "try again; nothing is there in part",
          e);
    }
    if (isOf(e, DATA)) {
      return new WarehouseException(
          Kind.INVALID,
          object,
          "the database cannot keep a value (%s)".formatted(words(e)),
          "see which numbers and texts its types hold; nothing was kept",
          e);
    }
    return new WarehouseException(
        Kind.DEFECT,
        object,
        "the database does not do it: " + words(e),
        "see that its user may create, fill and drop tables in the schema that the connection begins"
            + " in, and that there is room",
        e);
  }

  /** Of a batch, the failure of the row is behind that of the batch. */
  private static boolean isOf(SQLException e, String state) {
    for (Throwable one : e) {
      if (one instanceof SQLException sql && String.valueOf(sql.getSQLState()).startsWith(state)) {
        return true;
      }
    }
    return false;
  }

  static String words(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
