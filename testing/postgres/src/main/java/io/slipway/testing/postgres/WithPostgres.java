package io.slipway.testing.postgres;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Runs with a real PostgreSQL, started once for all tests, and not at all where there is none. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(WithPostgres.Server.class)
public @interface WithPostgres {

  /** Gives tests the server. */
  final class Server implements ExecutionCondition, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(WithPostgres.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (PostgresServer.search() instanceof PostgresServer.Search.NotFound(String reason)) {
        System.out.println("Skipped " + context.getDisplayName() + ": " + reason);
        return ConditionEvaluationResult.disabled(reason);
      }
      return ConditionEvaluationResult.enabled("there is a PostgreSQL");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == PostgresServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .getOrComputeIfAbsent(Kept.class, key -> Kept.start(), Kept.class)
          .server();
    }
  }

  /**
   * Ends with the tests.
   *
   * @param server that was started
   */
  record Kept(PostgresServer server) implements AutoCloseable {
    static Kept start() {
      try {
        return new Kept(PostgresServer.start(PostgresServer.search()));
      } catch (Exception e) {
        throw new IllegalStateException("PostgreSQL cannot be started", e);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
