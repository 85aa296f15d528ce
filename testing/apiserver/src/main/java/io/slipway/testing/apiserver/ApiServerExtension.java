package io.slipway.testing.apiserver;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What {@link WithApiServer} does. The server starts with the first parameter asked for and ends
 * with the test run.
 */
final class ApiServerExtension implements ExecutionCondition, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(ApiServerExtension.class);
  private static final Optional<KubeBinary> KUBE = KubeBinary.find(System.getenv());

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (KUBE.isPresent()) {
      return ConditionEvaluationResult.enabled("API server from " + KUBE.get().file());
    }
    context
        .getTestClass()
        .filter(test -> context.getTestMethod().isEmpty())
        .ifPresent(
            test ->
                System.out.println("Skipped " + test.getSimpleName() + ": " + KubeBinary.SOUGHT));
    return ConditionEvaluationResult.disabled(KubeBinary.SOUGHT);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ApiServer.class || type == KubernetesClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ApiServer server = server(context.getRoot().getStore(NAMESPACE));
    return parameter.getParameter().getType() == ApiServer.class ? server : server.client();
  }

  private static ApiServer server(Store ofTheRun) {
    return ofTheRun.getOrComputeIfAbsent(ApiServer.class, key -> start(), ApiServer.class);
  }

  private static ApiServer start() {
    try {
      return ApiServer.start(KUBE.orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException("the test API server did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the test API server started", e);
    }
  }
}
