package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.ConditionType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is told when pods fail, or there are none. */
final class FailureStoriesTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);
  private static final String ON_SPARK =
      "engine: {type: Spark, podTemplate: {serviceAccountName: spark}}\n";

  @Test
  void theWordsAreThoseOfThePodThatFailedAndNotOfThoseThatWereKilledAfterIt() {
    ToyRun run = ToyRun.planned();
    run.ends(
        "daily-score", 42, "{\"reason\":\"InputChanged\",\"message\":\"b.csv changed\"}", A_SECOND);
    run.pass(A_SECOND);
    run.ends("daily-score", 143, "", A_SECOND);
    run.condition("daily-score", "Failed");

    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("InputChanged");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("b.csv changed");
  }

  @Test
  void aPodThatLeavesWithItsNodeHasFailedAtNothing() {
    ToyRun run = ToyRun.planned();
    run.ends("daily-score", 143, "", A_SECOND);

    run.settle();

    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Scoring");
    assertThat(run.condition(ConditionType.RECONCILING).message())
        .isEqualTo("0 of 3 splits are scored");
  }

  @Test
  void aPodThatIsPutOutSaysWhatTheKubeletSaid() {
    ToyRun run = ToyRun.planned();
    Pod pod = run.ends("daily-score", 137, "", A_SECOND);
    run.put(
        new PodBuilder(pod)
            .editStatus()
            .withReason("Evicted")
            .withMessage("Usage of EmptyDir volume \"slipway-tmp\" exceeds the limit \"1Gi\".")
            .withContainerStatuses()
            .endStatus()
            .build());
    run.condition("daily-score", "Failed");

    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("JobFailed");
    assertThat(run.condition(ConditionType.STALLED).message())
        .contains("exceeds the limit", "spec.engine.resources");
  }

  @Test
  void aJobThatIsRefusedItsPodsIsToldOfAndGoesOnWhenItGetsThem() {
    ToyRun run = ToyRun.planned();
    run.job("daily-score")
        .setStatus(new JobStatusBuilder().withStartTime("2026-11-23T02:30:00Z").build());
    run.pass(Duration.ofSeconds(29));
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Scoring");

    run.pass(A_SECOND);
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("PodRefused");
    assertThat(run.condition(ConditionType.STALLED).message())
        .contains("kubectl describe job daily-score");

    run.put(running(run.ends("daily-score", 0, "", A_SECOND)));
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Scoring");

    run.losePods();
    run.job("daily-score").getStatus().setFailed(1);
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).reason())
        .as("one that was deleted is replaced, and was not refused")
        .isEqualTo("Scoring");
  }

  @Test
  void aPodOnANodeThatIsGoneIsNotUnderWayAndWhatToDoIsTold() {
    ToyRun run = ToyRun.planned();
    run.put(
        new PodBuilder(running(run.ends("daily-score", 0, "", A_SECOND)))
            .editMetadata()
            .withDeletionTimestamp("2026-11-23T02:30:00Z")
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-7")
            .endSpec()
            .build());
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Scoring");

    run.pass(Duration.ofMinutes(2));
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Retrying");
    assertThat(run.condition(ConditionType.RECONCILING).message())
        .contains("does not leave node node-7", "kubectl delete node");
  }

  @Test
  void aRunOnSparkThatIsScoredNeedsNoImageOfSparkToBePublishedOrToGoBack() {
    ToyRun run = ToyRun.planned(ON_SPARK);
    run.condition("daily-score", "Complete");
    run.noSparkImage();
    run.settle();
    assertThat(run.jobs()).contains("daily-publish");

    run.completes("daily-publish", ToyRun.PUBLISHED);
    run.settle();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    assertThat(run.jobs()).contains("daily-activate-41");
  }

  @Test
  void aRunOnSparkThatCannotBeScoredWithoutItsImageSaysWhatToDo() {
    ToyRun run = ToyRun.planned(ON_SPARK);
    run.lose("Job", "daily-score");
    run.noSparkImage();
    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("ImageNotConfigured");
    assertThat(run.condition(ConditionType.STALLED).message())
        .isEqualTo(
            "the operator was not told the image of Spark's pods; set the chart value images.spark,"
                + " and the run goes on, or make another BatchScoring with engine.type Job");
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
  }

  @Test
  void aWordThatLacksWhatItMustHaveIsNoWord() {
    ToyRun run = ToyRun.usual().settle();
    run.completes("daily-plan", "{\"runId\":\"%s\"}".formatted(ToyRun.RUN_ID));
    run.pass(Duration.ofMinutes(1));

    run.settle();

    assertThat(run.status().runId()).as("and no set without rows is published").isNull();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PLANNING);
    assertThat(run.job("daily-plan").getStatus()).as("it is planned again").isNull();
  }

  private static Pod running(Pod pod) {
    return new PodBuilder(pod).withNewStatus().withPhase("Running").endStatus().build();
  }
}
