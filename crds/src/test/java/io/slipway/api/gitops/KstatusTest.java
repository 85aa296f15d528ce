package io.slipway.api.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * By the rules of kstatus (sigs.k8s.io/cli-utils, pkg/kstatus/README.md and status/generic.go), of
 * which there is no Java implementation. The rules for {@code kubectl}-made types are left out, and
 * so is the one for {@code Ready}: where a resource has neither Reconciling nor Stalled, Ready is
 * True.
 */
final class KstatusTest {

  @ParameterizedTest
  @CsvSource({
    "created-unseen, InProgress",
    "first-version-starts, InProgress",
    "steady, Current",
    "edited-unseen, InProgress",
    "stepping, InProgress",
    "awaiting-approval, InProgress",
    "inconclusive, InProgress",
    "baking, InProgress",
    "rolled-back, Failed",
    "image-pull-failing, Failed",
    "stable-pods-lost, InProgress",
    "invalid-spec, Failed"
  })
  void everySituationIsReadAsItIsMeant(String situation, String expected) {
    assertThat(Kstatus.of(Situation.named(situation).resource())).hasToString(expected);
  }

  /** What kstatus says. */
  enum Kstatus {
    InProgress,
    Failed,
    Current;

    static Kstatus of(JsonNode resource) {
      JsonNode status = resource.path("status");
      if (status.has("observedGeneration")
          && status.get("observedGeneration").asLong()
              != resource.at("/metadata/generation").asLong()) {
        return InProgress;
      }
      // In the order of the list: the first of the two that holds decides.
      for (JsonNode condition : status.path("conditions")) {
        if (condition.path("status").asText().equals("True")) {
          switch (condition.path("type").asText()) {
            case "Reconciling":
              return InProgress;
            case "Stalled":
              return Failed;
            default:
              break;
          }
        }
      }
      return Current;
    }
  }
}
