package io.slipway.api.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The situations are such as the operator can write. */
final class SituationTest {

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();

  static List<Situation> situations() {
    return Situation.all();
  }

  @ParameterizedTest
  @MethodSource("situations")
  void theTypesKnowEveryFieldOfTheStatus(Situation situation) throws IOException {
    ModelDeployment read = kubernetes.convertValue(situation.resource(), ModelDeployment.class);

    JsonNode written = new ObjectMapper().readTree(kubernetes.asJson(read));

    assertThat(written.get("status")).isEqualTo(situation.resource().get("status"));
  }

  @ParameterizedTest
  @MethodSource("situations")
  void statesConditionsAndReasonsAreOnesThatThereAre(Situation situation) {
    ModelDeploymentStatus status =
        kubernetes.convertValue(situation.resource(), ModelDeployment.class).getStatus();

    if (status.rollout() != null) {
      assertThat(status.rollout().state()).isNotEqualTo(RolloutState.UNKNOWN);
    }
    assertThat(status.conditions())
        .allSatisfy(
            condition ->
                assertThat(Reason.of(condition.reason())).as(condition.reason()).isPresent())
        .extracting(Condition::type)
        .doesNotHaveDuplicates()
        .isSubsetOf(Arrays.stream(ConditionType.values()).map(ConditionType::value).toList());
  }

  @ParameterizedTest
  @MethodSource("situations")
  void whatIsSeenIsReadyOrReconcilingOrStalledAndOnlyOneOfThem(Situation situation) {
    ModelDeploymentStatus status =
        kubernetes.convertValue(situation.resource(), ModelDeployment.class).getStatus();

    long holding =
        List.of(ConditionType.READY, ConditionType.RECONCILING, ConditionType.STALLED).stream()
            .flatMap(type -> status.condition(type).stream())
            .filter(Condition::holds)
            .count();

    assertThat(holding).isEqualTo(status.conditions().isEmpty() ? 0 : 1);
  }
}
