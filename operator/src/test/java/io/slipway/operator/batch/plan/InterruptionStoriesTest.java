package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who deletes, edits or suspends something while a run goes on. */
final class InterruptionStoriesTest {

  @Test
  void aRunThatIsDeletedAndAppliedAgainWaitsUntilWhatWasThereIsGone() {
    ToyRun run = ToyRun.planned();
    run.isMadeAgain();

    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).message())
        .isEqualTo("what a BatchScoring of this name has left is being removed");
    assertThat(run.status().condition(ConditionType.STALLED))
        .as("GitOps tools give up on what is stalled")
        .isEmpty();

    run.lose("ConfigMap", "daily-run");
    run.lose("ServiceAccount", "daily-batch");
    run.lose("Job", "daily-plan");
    run.lose("Job", "daily-score");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PLANNING);
    assertThat(run.jobs()).containsExactly("daily-plan");
  }

  @Test
  void aRunWhoseDocumentIsDeletedEndsRatherThanGoesOnWithAnotherModel() {
    ToyRun run = ToyRun.planned();
    run.lose("ConfigMap", "daily-run");
    run.modelIs(
        new ModelAnswer.Found(
            "churn",
            Optional.of("8"),
            "http://registry/v1/blobs/sha256:8",
            Optional.of("sha256:8"),
            Optional.of("ONNX"),
            new ModelCredentials.OfRegistry()));

    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("DocumentLost");
    assertThat(run.has("ConfigMap", "daily-run")).isFalse();
  }

  @Test
  void anAccountThatIsDeletedComesBackWithTheNextJob() {
    ToyRun run = ToyRun.planned();
    run.lose("ServiceAccount", "daily-batch");
    run.condition("daily-score", "Complete");

    run.settle();

    assertThat(run.jobs()).contains("daily-publish");
    assertThat(run.has("ServiceAccount", "daily-batch")).isTrue();
  }

  @Test
  void aSuspendedRunLeavesItsQueueSinceTheQueueWouldLetItGoOn() {
    ToyRun run = ToyRun.with("engine: {labels: {kueue.x-k8s.io/queue-name: night}}\n").settle();

    run.respec("suspend: false", "suspend: true");
    run.settle();
    assertThat(run.jobs()).isEmpty();

    run.respec("suspend: true", "suspend: false");
    run.settle();
    assertThat(run.jobs()).containsExactly("daily-plan");

    run.job("daily-plan").getSpec().setSuspend(true);
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).message())
        .isEqualTo("the input is listed; Job daily-plan waits for its queue");
  }

  @Test
  void anOperatorThatForgetsTheImageLeavesLookUpsAndJobsAsTheyAre() {
    ToyRun run = ToyRun.planned("serve: {replicas: 2}\n");
    run.the(Deployment.class, "daily-lookup")
        .setStatus(new DeploymentStatusBuilder().withReadyReplicas(2).build());
    run.noImage();
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
    assertThat(run.has("Deployment", "daily-lookup")).isTrue();
    assertThat(run.has("Service", "daily-lookup")).isTrue();

    run.condition("daily-score", "Complete");
    run.settle();
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("ImageNotConfigured");
    assertThat(run.condition(ConditionType.AVAILABLE).holds()).isTrue();
  }

  @Test
  void whatIsRefusedOfLookUpsHoldsUpNoJob() {
    ToyRun run = ToyRun.with("serve: {}\n");
    run.look();

    assertThat(run.plan().steps().getFirst()).hasToString("Apply Job daily-plan");
  }
}
