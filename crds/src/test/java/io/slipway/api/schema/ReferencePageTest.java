package io.slipway.api.schema;

import static java.util.stream.Collectors.joining;

import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.testing.generated.GeneratedFile;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The reference page says what the types say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReferencePageTest {

  private static final GeneratedFile PAGE =
      GeneratedFile.at("../docs/reference/modeldeployment.md");

  private final ReferencePage page =
      new ReferencePage(
          new CrdManifest(ModelDeployment.class)
              .definition()
              .at("/spec/versions/0/schema/openAPIV3Schema"));

  @Test
  void theFieldsAreThoseOfTheDefinition() {
    PAGE.mustHold("spec", page.fields("spec"));
    PAGE.mustHold("status", page.fields("status"));
  }

  @Test
  void theRefusalsAreThoseOfTheDefinition() {
    PAGE.mustHold("refusals", page.refusals());
  }

  @Test
  void theConditionsAndReasonsAreThoseThatTheOperatorWrites() {
    PAGE.mustHold(
        "conditions",
        table(
            "condition | what True means",
            ConditionType.values(),
            ConditionType::value,
            ConditionType::meaning));
    PAGE.mustHold(
        "reasons",
        table(
            "reason | what it means and what to do",
            Reason.values(),
            Reason::value,
            Reason::meaning));
    PAGE.mustHold(
        "states",
        table(
            "state | ",
            Arrays.stream(RolloutState.values())
                .filter(state -> state != RolloutState.UNKNOWN)
                .toArray(RolloutState[]::new),
            RolloutState::value,
            RolloutState::meaning));
  }

  private static <T> String table(
      String head, T[] values, Function<T, String> name, Function<T, String> meaning) {
    return Arrays.stream(values)
        .map(value -> "| `" + name.apply(value) + "` | " + meaning.apply(value) + " |\n")
        .collect(joining("", "| " + head + " |\n| --- | --- |\n", ""));
  }
}
