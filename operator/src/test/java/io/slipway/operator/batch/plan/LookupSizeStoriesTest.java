package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerStatusBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.BatchServe;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How many pods look predictions up where an autoscaler decides it. */
final class LookupSizeStoriesTest {

  private static final String NAME = "daily-lookup";
  private static final String TWO_TO_SIX =
      """
      replicas: 3
      resources: {requests: {cpu: 100m}}
      autoscaling: {minReplicas: 2, maxReplicas: 6, targetCPUUtilizationPercentage: 70}
      """;

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();
  private final ToyRun run = ToyRun.published();

  @Test
  void itBeginsWithTheMinimumAndGoesByTheCpuOfItsPods() {
    serve(TWO_TO_SIX);

    assertThat(size()).isEqualTo(2);
    HorizontalPodAutoscaler made = run.the(HorizontalPodAutoscaler.class, NAME);
    assertThat(made.getSpec().getScaleTargetRef().getKind()).isEqualTo("Deployment");
    assertThat(made.getSpec().getScaleTargetRef().getName()).isEqualTo(NAME);
    assertThat(made.getSpec().getMinReplicas()).isEqualTo(2);
    assertThat(made.getSpec().getMaxReplicas()).isEqualTo(6);
    assertThat(made.getSpec().getMetrics())
        .singleElement()
        .satisfies(
            metric -> {
              assertThat(metric.getResource().getName()).isEqualTo("cpu");
              assertThat(metric.getResource().getTarget().getAverageUtilization()).isEqualTo(70);
            });
    assertThat(made.getMetadata().getOwnerReferences())
        .isEqualTo(run.the(Deployment.class, NAME).getMetadata().getOwnerReferences());
  }

  @Test
  void aSizeThatNobodyElseHasSetIsSaidAgain() {
    serve(TWO_TO_SIX);

    serve(TWO_TO_SIX + "maxStaleness: 26h\n");

    assertThat(said()).as("left out, it would fall to one pod").isEqualTo(2);
    assertThat(size()).isEqualTo(2);
  }

  @Test
  void whatTheAutoscalerSetsStaysItsOwnThroughEveryChange() {
    serve(TWO_TO_SIX);
    run.scales(NAME, 5);

    serve(TWO_TO_SIX + "maxStaleness: 26h\n");

    assertThat(said()).isNull();
    assertThat(size()).isEqualTo(5);
    assertThat(run.plan().steps())
        .filteredOn(step -> step instanceof Step.Apply it && it.object() instanceof Deployment)
        .singleElement()
        .satisfies(
            step ->
                assertThat(((Step.Apply) step).precondition())
                    .as("it may have been scaled since")
                    .isInstanceOf(Step.Precondition.Unchanged.class));
  }

  @Test
  void boundsThatMovePastTheSizeMoveIt() {
    serve(TWO_TO_SIX);
    run.scales(NAME, 5);

    serve(TWO_TO_SIX.replace("maxReplicas: 6", "maxReplicas: 4"));
    assertThat(size()).isEqualTo(4);

    serve(TWO_TO_SIX.replace("minReplicas: 2", "minReplicas: 6"));
    assertThat(size()).isEqualTo(6);
  }

  @Test
  void withoutTheFieldTheAutoscalerGoesFirstAndTheSpecsNumberHolds() {
    serve(TWO_TO_SIX);
    run.scales(NAME, 5);

    run.edit(spec -> with(spec, parsed("replicas: 3\n")));

    assertThat(run.plan().steps().stream().map(Step::toString).toList())
        .containsSubsequence(
            "Delete HorizontalPodAutoscaler daily-lookup", "Apply Deployment daily-lookup");
    run.settle();
    assertThat(run.has("HorizontalPodAutoscaler", NAME)).isFalse();
    assertThat(size()).isEqualTo(3);
  }

  @Test
  void aSizeThatWasFixedIsWhereTheAutoscalerGoesOn() {
    serve("replicas: 4\n");

    serve(TWO_TO_SIX);

    assertThat(size()).isEqualTo(4);
  }

  @Test
  void itGoesWithTheService() {
    serve(TWO_TO_SIX);

    run.edit(spec -> with(spec, null));
    run.settle();

    assertThat(run.has("HorizontalPodAutoscaler", NAME)).isFalse();
    assertThat(run.has("Deployment", NAME)).isFalse();
  }

  @Test
  void readyAsksForTheMinimumAndNotForWhatTheAutoscalerWantsNow() {
    serve(TWO_TO_SIX);
    ready(1);
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).message())
        .isEqualTo("1 of 2 pods that look predictions up are ready");

    run.scales(NAME, 6);
    ready(2);
    run.settle();

    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
  }

  @Test
  void anAutoscalerThatCannotMeasureIsToldAfterAWhile() {
    serve(TWO_TO_SIX);
    ready(2);
    run.settle();
    String before = run.condition(ConditionType.READY).message();
    run.the(HorizontalPodAutoscaler.class, NAME)
        .setStatus(
            new HorizontalPodAutoscalerStatusBuilder()
                .addNewCondition(
                    "2026-11-23T02:30:00Z",
                    "no metrics known for pod",
                    "FailedGetResourceMetric",
                    "False",
                    "ScalingActive")
                .build());
    run.settle();
    assertThat(run.condition(ConditionType.READY).message()).isEqualTo(before);
    assertThat(run.plan().requeueAfter()).contains(Duration.ofMinutes(2));

    run.pass(Duration.ofMinutes(2));
    run.settle();

    assertThat(run.condition(ConditionType.READY).message())
        .isEqualTo(
            before
                + "; look-ups: the number of pods stays as it is, FailedGetResourceMetric: no"
                + " metrics known for pod");
    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
    assertThat(run.plan().requeueAfter()).isEmpty();
  }

  private void serve(String yaml) {
    run.edit(spec -> with(spec, parsed(yaml)));
    run.settle();
  }

  private BatchServe parsed(String yaml) {
    return kubernetes.unmarshal(yaml, BatchServe.class);
  }

  private static BatchScoringSpec with(BatchScoringSpec spec, @Nullable BatchServe serve) {
    return new BatchScoringSpec(
        spec.model(),
        spec.modelDeployment(),
        spec.input(),
        spec.engine(),
        spec.output(),
        spec.staging(),
        spec.credentialsSecret(),
        spec.validation(),
        spec.publish(),
        serve,
        spec.suspend(),
        spec.ttlSecondsAfterFinished(),
        spec.nonce());
  }

  private void ready(int pods) {
    run.the(Deployment.class, NAME)
        .setStatus(new DeploymentStatusBuilder().withReadyReplicas(pods).build());
  }

  private int size() {
    return run.the(Deployment.class, NAME).getSpec().getReplicas();
  }

  /** What the next write of the Deployment says of its size. */
  private @Nullable Integer said() {
    return run.plan().steps().stream()
        .flatMap(step -> step instanceof Step.Apply apply ? Stream.of(apply) : Stream.empty())
        .map(Step.Apply::object)
        .filter(object -> object instanceof Deployment)
        .map(object -> ((Deployment) object).getSpec())
        .findFirst()
        .map(DeploymentSpec::getReplicas)
        .orElse(null);
  }
}
