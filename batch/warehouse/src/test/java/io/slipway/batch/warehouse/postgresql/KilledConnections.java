package io.slipway.batch.warehouse.postgresql;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections of which the server ends one, just before or just after it does a certain step: a
 * statement, the beginning of a COPY, or a commit.
 */
final class KilledConnections {
  private final TestDatabase database;
  private final DataSource real;
  private final int step;
  private final When when;
  private int steps;

  /** When the connection ends. */
  enum When {
    BEFORE,
    AFTER
  }

  KilledConnections(TestDatabase database, int step, When when) {
    this.database = database;
    this.step = step;
    this.when = when;
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.config().url());
    source.setUser(database.config().user());
    this.real = source;
  }

  /** Whether the step came. */
  boolean hasKilled() {
    return steps >= step;
  }

  DataSource source() {
    return proxy(
        DataSource.class,
        (_, method, arguments) -> {
          Object result = invoke(real, method, arguments);
          return result instanceof Connection connection ? watched(connection) : result;
        });
  }

  private Connection watched(Connection connection) {
    return proxy(
        Connection.class,
        (_, method, arguments) -> {
          boolean isStep = method.getName().equals("commit") || method.getName().equals("unwrap");
          Object result =
              isStep
                  ? step(connection, connection, method, arguments)
                  : invoke(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? watched(connection, statement)
              : result;
        });
  }

  private PreparedStatement watched(Connection connection, PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        (_, method, arguments) ->
            method.getName().startsWith("execute")
                ? step(connection, statement, method, arguments)
                : invoke(statement, method, arguments));
  }

  private Object step(Connection connection, Object target, Method method, Object[] arguments)
      throws Throwable {
    boolean isIt = ++steps == step;
    if (isIt && when == When.BEFORE) {
      kill(connection);
    }
    Object result = Optional.ofNullable(invoke(target, method, arguments)).orElse(Void.class);
    if (isIt && when == When.AFTER) {
      kill(connection);
      if (method.getName().equals("commit")) {
        // It is done, and nobody was told.
        throw new SQLException("the connection was lost", "08006");
      }
    }
    return method.getReturnType() == void.class ? Void.class : result;
  }

  private void kill(Connection connection) throws SQLException {
    int pid = connection.unwrap(PGConnection.class).getBackendPID();
    database.run("SELECT pg_terminate_backend(%d, 5000)".formatted(pid));
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
