package io.slipway.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which changes of what is ours call for a look at its resource. */
class OwnedCachesTest {

  private static final HorizontalPodAutoscaler AUTOSCALER =
      new HorizontalPodAutoscalerBuilder()
          .withNewMetadata()
          .withName("churn")
          .withUid("uid")
          .withResourceVersion("7")
          .endMetadata()
          .withNewSpec()
          .withMinReplicas(2)
          .withMaxReplicas(6)
          .endSpec()
          .withNewStatus()
          .withCurrentReplicas(2)
          .addNewCondition()
          .withType("ScalingActive")
          .withStatus("True")
          .endCondition()
          .endStatus()
          .build();

  @Test
  void whatAnAutoscalerMeasuresIsNoNews() {
    HorizontalPodAutoscaler measured =
        new HorizontalPodAutoscalerBuilder(AUTOSCALER)
            .editMetadata()
            .withResourceVersion("8")
            .endMetadata()
            .editStatus()
            .withCurrentReplicas(3)
            .addNewCurrentMetric()
            .withNewResource()
            .withNewCurrent()
            .withAverageUtilization(71)
            .endCurrent()
            .endResource()
            .endCurrentMetric()
            .endStatus()
            .build();

    assertThat(OwnedCaches.isNews(measured, AUTOSCALER)).isFalse();
  }

  @Test
  void whatSomebodyMakesOfItIsAndThatItDoesNotWork() {
    assertThat(
            OwnedCaches.isNews(
                new HorizontalPodAutoscalerBuilder(AUTOSCALER)
                    .editSpec()
                    .withMaxReplicas(99)
                    .endSpec()
                    .build(),
                AUTOSCALER))
        .isTrue();
    assertThat(
            OwnedCaches.isNews(
                new HorizontalPodAutoscalerBuilder(AUTOSCALER)
                    .editMetadata()
                    .withAnnotations(Map.of("slipway.io/frozen-for", "churn-2"))
                    .endMetadata()
                    .build(),
                AUTOSCALER))
        .isTrue();
    assertThat(
            OwnedCaches.isNews(
                new HorizontalPodAutoscalerBuilder(AUTOSCALER)
                    .editStatus()
                    .editFirstCondition()
                    .withStatus("False")
                    .endCondition()
                    .endStatus()
                    .build(),
                AUTOSCALER))
        .isTrue();
  }

  @Test
  void everythingElseIs() {
    var deployment = new DeploymentBuilder().withNewMetadata().withName("churn-1").endMetadata();

    assertThat(OwnedCaches.isNews(deployment.build(), deployment.build())).isTrue();
  }
}
