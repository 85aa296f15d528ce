package io.slipway.registry.testing;

import io.slipway.testing.browser.Browser;
import io.slipway.testing.browser.Chromium;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One browser for all tests that look; they are skipped where there is none. */
public final class WithBrowser implements ExecutionCondition, ParameterResolver {
  private static final Chromium.Search SEARCH = Chromium.search(System.getenv());

  /** Closed with the last of the tests. */
  private record Kept(Browser browser) implements AutoCloseable {
    @Override
    public void close() {
      browser.close();
    }
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return switch (SEARCH) {
      case Chromium.Found found -> ConditionEvaluationResult.enabled("with " + found.executable());
      case Chromium.NotFound(String reason) -> ConditionEvaluationResult.disabled(reason);
    };
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Browser resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(WithBrowser.class))
        .getOrComputeIfAbsent(Kept.class, key -> new Kept(start()), Kept.class)
        .browser();
  }

  private static Browser start() {
    return switch (SEARCH) {
      case Chromium.Found(Path executable) -> Browser.start(executable);
      case Chromium.NotFound(String reason) -> throw new IllegalStateException(reason);
    };
  }
}
