package io.slipway.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ErrorStatusTest {

  private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  @Test
  void whatServesIsStillNamedAndItIsNotReady() {
    var before =
        new ModelDeploymentStatus(
            1L,
            "http://churn.fraud.svc",
            new RevisionStatus("churn-1", null, null, null, 2),
            null,
            List.of(),
            null,
            null,
            List.of(),
            null,
            List.of(
                new Condition("Ready", "True", 1, "2026-10-01T08:00:00Z", "Serving", ""),
                new Condition("Stalled", "True", 1, "2026-10-01T08:00:00Z", "RolledBack", ""),
                new Condition("Available", "True", 1, "2026-10-01T08:00:00Z", "Serving", "")));

    ModelDeploymentStatus told = ErrorStatus.of(resource(before), NOW, "no room");

    assertThat(told.stable()).isEqualTo(before.stable());
    assertThat(told.observedGeneration()).isEqualTo(2);
    assertThat(told.condition(ConditionType.READY))
        .hasValueSatisfying(it -> assertThat(it.holds()).isFalse());
    assertThat(told.condition(ConditionType.RECONCILING))
        .hasValueSatisfying(it -> assertThat(it.message()).endsWith("no room"));
    assertThat(told.condition(ConditionType.STALLED)).isEmpty();
    assertThat(told.condition(ConditionType.AVAILABLE))
        .isEqualTo(before.condition(ConditionType.AVAILABLE));
  }

  @Test
  void theSameErrorAgainIsTheSameStatus() {
    ModelDeploymentStatus first = ErrorStatus.of(resource(null), NOW, "no room");

    assertThat(ErrorStatus.of(resource(first), LATER, "no room")).isEqualTo(first);
    assertThat(Objects.requireNonNull(first.conditions().getFirst()).reason())
        .isEqualTo("OperatorError");
  }

  private static ModelDeployment resource(@Nullable ModelDeploymentStatus status) {
    var resource = new ModelDeployment();
    resource.setMetadata(new ObjectMetaBuilder().withName("churn").withGeneration(2L).build());
    resource.setStatus(status);
    return resource;
  }
}
