package io.slipway.batch.warehouse.postgresql;

import io.slipway.batch.warehouse.WarehouseException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Does things on a connection of their own, in a transaction or without. */
record Work(DataSource source) {

  /** What is done on a connection. */
  @FunctionalInterface
  interface Step<T, X extends Exception> {
    T in(Session session) throws SQLException, X;
  }

  /** Every statement by itself. */
  <T, X extends Exception> T plainly(String object, Step<T, X> step) throws X {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(true);
      return step.in(new Session(connection));
    } catch (SQLException e) {
      throw Failures.of(object, e);
    }
  }

  /** All of it or, when it throws, nothing. */
  <T, X extends Exception> T together(String object, Step<T, X> step) throws X {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      boolean done = false;
      try {
        T result = step.in(new Session(connection));
        connection.commit();
        done = true;
        return result;
      } finally {
        if (!done) {
          rollBack(connection);
        }
      }
    } catch (SQLException e) {
      throw Failures.of(object, e);
    }
  }

  /** What made it necessary is thrown, not that it was not possible: the connection is closed. */
  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException _) {
      return;
    }
  }

  static WarehouseException absent(String object) {
    return new WarehouseException(
        WarehouseException.Kind.NOT_FOUND,
        object,
        "there is nothing of this name",
        "see which set versions there are");
  }
}
