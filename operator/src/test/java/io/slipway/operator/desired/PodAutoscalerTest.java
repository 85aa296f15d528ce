package io.slipway.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.slipway.api.v1alpha1.Autoscaling;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.PodAutoscaler.Bounds;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is asked of Kubernetes' autoscaler, and what is read from it again. */
class PodAutoscalerTest {

  private static final Autoscaling WANTED = new Autoscaling(2, 10, 70);

  @Test
  void itIsTheResourcesOwnAndGoesByTheCpuOfOneDeployment() {
    HorizontalPodAutoscaler made = with(new Bounds(2, Optional.empty()));

    assertThat(made.getMetadata().getName()).isEqualTo("churn");
    assertThat(made.getMetadata().getLabels())
        .containsEntry(Labels.DEPLOYMENT, "churn")
        .containsEntry("app.kubernetes.io/managed-by", "slipway");
    assertThat(Ownership.controls(resource(), made)).isTrue();
    assertThat(made.getSpec().getScaleTargetRef())
        .satisfies(
            target -> {
              assertThat(target.getApiVersion()).isEqualTo("apps/v1");
              assertThat(target.getKind()).isEqualTo("Deployment");
              assertThat(target.getName()).isEqualTo("churn-1");
            });
    assertThat(PodAutoscaler.frozenFor(made)).isEmpty();
    assertThat(PodAutoscaler.frozenAt(made)).isEmpty();
  }

  @Test
  void aMinimumThatIsHeldSaysForWhom() {
    HorizontalPodAutoscaler held = with(new Bounds(5, Optional.of("churn-2")));

    assertThat(held.getSpec().getMinReplicas()).isEqualTo(5);
    assertThat(PodAutoscaler.frozenFor(held)).contains("churn-2");
    assertThat(PodAutoscaler.frozenAt(held)).hasValue(5);
  }

  @Test
  void lettingGoOfAMinimumIsAChangeEvenWhereTheNumberStays() {
    HorizontalPodAutoscaler free = with(new Bounds(2, Optional.empty()));
    HorizontalPodAutoscaler held = with(new Bounds(2, Optional.of("churn-2")));

    assertThat(PodAutoscaler.differs(free, held)).isTrue();
    assertThat(PodAutoscaler.differs(held, free)).isTrue();
    assertThat(PodAutoscaler.differs(free, with(new Bounds(2, Optional.empty())))).isFalse();
  }

  @Test
  void whatOthersAddIsTheirsAndWhatTheyChangeIsPutRight() {
    HorizontalPodAutoscaler wanted = with(new Bounds(2, Optional.empty()));

    HorizontalPodAutoscaler tuned =
        new HorizontalPodAutoscalerBuilder(wanted)
            .editMetadata()
            .withAnnotations(Map.of("example.org/note", "tuned"))
            .endMetadata()
            .editSpec()
            .withNewBehavior()
            .withNewScaleDown()
            .withStabilizationWindowSeconds(60)
            .endScaleDown()
            .endBehavior()
            .endSpec()
            .build();
    assertThat(PodAutoscaler.differs(wanted, tuned)).isFalse();

    HorizontalPodAutoscaler bent =
        new HorizontalPodAutoscalerBuilder(wanted).editSpec().withMaxReplicas(99).endSpec().build();
    assertThat(PodAutoscaler.differs(wanted, bent)).isTrue();
  }

  private static HorizontalPodAutoscaler with(Bounds bounds) {
    return PodAutoscaler.desired(resource(), WANTED, "churn-1", bounds);
  }

  private static ModelDeployment resource() {
    ModelDeployment resource = new ModelDeployment();
    resource.getMetadata().setName("churn");
    resource.getMetadata().setNamespace("fraud");
    resource.getMetadata().setUid("uid-of-churn");
    return resource;
  }
}
