package io.slipway.api.schema;

import static java.util.stream.Collectors.joining;

import io.fabric8.kubernetes.client.CustomResource;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.testing.generated.GeneratedFile;
import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The reference page of runs and schedules says what the types say. */
final class BatchReferencePageTest {

  private static final GeneratedFile PAGE = GeneratedFile.at("../docs/reference/batchscoring.md");

  @Test
  void theFieldsAreThoseOfTheDefinitions() {
    ReferencePage run = page(BatchScoring.class);
    PAGE.mustHold("spec", run.fields("spec"));
    PAGE.mustHold("status", run.fields("status"));
    PAGE.mustHold("refusals", run.refusals());
    ReferencePage schedule = page(ScheduledBatchScoring.class);
    PAGE.mustHold("schedule-spec", schedule.fieldsWithout("spec", "template.spec"));
    PAGE.mustHold("schedule-status", schedule.fields("status"));
  }

  @Test
  void thePhasesAndReasonsAreThoseThatTheOperatorWrites() {
    PAGE.mustHold(
        "phases",
        table(
            "phase | what happens",
            Arrays.stream(BatchPhase.values())
                .filter(phase -> phase != BatchPhase.UNKNOWN)
                .toArray(BatchPhase[]::new),
            BatchPhase::value,
            BatchPhase::meaning));
    PAGE.mustHold(
        "reasons",
        table(
            "reason | what it means and what to do",
            BatchReason.values(),
            BatchReason::value,
            BatchReason::meaning));
  }

  private static ReferencePage page(Class<? extends CustomResource<?, ?>> resource) {
    return new ReferencePage(
        new CrdManifest(resource).definition().at("/spec/versions/0/schema/openAPIV3Schema"));
  }

  private static <T> String table(
      String head, T[] values, Function<T, String> name, Function<T, String> meaning) {
    return Arrays.stream(values)
        .map(value -> "| `" + name.apply(value) + "` | " + meaning.apply(value) + " |\n")
        .collect(joining("", "| " + head + " |\n| --- | --- |\n", ""));
  }
}
