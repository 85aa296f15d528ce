package io.slipway.batch.warehouse.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * Connections of which one ends before or after a certain step: a statement, a batch of rows or a
 * commit. With it ends what is not committed.
 */
final class CutConnections implements Connections {
  private static final Set<String> STEPS =
      Set.of("executeUpdate", "executeQuery", "executeBatch", "commit");

  private final Connections real;
  private final int at;
  private final Ending ending;
  private int steps;

  /** What ends. */
  enum Ending {
    /** The process: nothing is done after it. */
    PROCESS,
    /** The connection alone: whoever has it is told. */
    CONNECTION
  }

  /** The end of a process, which nobody catches. */
  static final class EndError extends Error {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param at odd for before a step, even for after it
   */
  CutConnections(Connections real, int at, Ending ending) {
    this.real = real;
    this.at = at;
    this.ending = ending;
  }

  boolean hasCut() {
    return steps >= at;
  }

  @Override
  public Connection open() throws SQLException {
    if (ending == Ending.PROCESS && hasCut()) {
      throw new EndError();
    }
    Connection connection = real.open();
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          Object result = take(connection, connection, method, arguments);
          return switch (result) {
            case PreparedStatement statement ->
                watched(PreparedStatement.class, connection, statement);
            case Statement statement -> watched(Statement.class, connection, statement);
            case null, default -> result;
          };
        });
  }

  private <T extends Statement> T watched(Class<T> type, Connection connection, T statement) {
    return proxy(type, (_, method, arguments) -> take(connection, statement, method, arguments));
  }

  private Object take(Connection connection, Object target, Method method, Object[] arguments)
      throws Throwable {
    boolean isStep = STEPS.contains(method.getName());
    if (isStep) {
      step(connection);
    }
    try {
      Object result = method.invoke(target, arguments);
      if (isStep) {
        step(connection);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  private void step(Connection connection) throws SQLException {
    steps++;
    if (steps < at || (steps > at && ending == Ending.CONNECTION)) {
      return;
    }
    if (!connection.isClosed()) {
      if (!connection.getAutoCommit()) {
        connection.rollback();
      }
      connection.close();
    }
    if (ending == Ending.PROCESS) {
      throw new EndError();
    }
    throw new SQLException("the connection was lost", "08006");
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
