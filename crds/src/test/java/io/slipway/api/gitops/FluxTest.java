package io.slipway.api.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expressions of {@code docs/gitops/flux.md} say what the page says. */
final class FluxTest {

  private static final Pattern YAML = Pattern.compile("(?s)```yaml\n(.*?)```");

  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("status", SimpleType.DYN)
          .build();
  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  @ParameterizedTest
  @CsvSource({
    "created-unseen, InProgress",
    "first-version-starts, InProgress",
    "steady, Current",
    "edited-unseen, InProgress",
    "stepping, InProgress",
    "awaiting-approval, Current",
    "inconclusive, Current",
    "baking, InProgress",
    "rolled-back, Failed",
    "image-pull-failing, Failed",
    "stable-pods-lost, InProgress",
    "invalid-spec, Failed"
  })
  void whatWaitsForAPersonHoldsNothingElseUp(String situation, String expected) throws Exception {
    assertThat(health(Situation.named(situation).resource())).isEqualTo(expected);
  }

  @Test
  void theExpressionsAreForThisResource() throws IOException {
    assertThat(expressions().get("apiVersion").asText()).isEqualTo("slipway.io/v1alpha1");
    assertThat(expressions().get("kind").asText()).isEqualTo("ModelDeployment");
  }

  /** As Flux does it: the generation first, then its three expressions in this order. */
  private String health(JsonNode resource) throws Exception {
    JsonNode observed = resource.at("/status/observedGeneration");
    if (observed.asLong() != resource.at("/metadata/generation").asLong()) {
      return "InProgress";
    }
    JsonNode expressions = expressions();
    for (String name : List.of("inProgress", "failed", "current")) {
      if (holds(expressions.get(name).asText(), resource.get("status"))) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
      }
    }
    return "InProgress";
  }

  private boolean holds(String expression, JsonNode status)
      throws CelValidationException, CelEvaluationException {
    Object value = new ObjectMapper().convertValue(status, Object.class);
    return (Boolean)
        runtime.createProgram(compiler.compile(expression).getAst()).eval(Map.of("status", value));
  }

  private static JsonNode expressions() throws IOException {
    Matcher yaml = YAML.matcher(Files.readString(Situation.DOCS.resolve("flux.md")));
    assertThat(yaml.find()).isTrue();
    return Serialization.unmarshal(yaml.group(1), JsonNode.class).at("/spec/healthCheckExprs/0");
  }
}
