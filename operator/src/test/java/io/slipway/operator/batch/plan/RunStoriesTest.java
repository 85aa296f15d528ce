package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.slipway.api.v1alpha1.BatchLookupStatus;
import io.slipway.api.v1alpha1.BatchModelStatus;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import io.slipway.operator.document.Json;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Refusal;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a run, from its making to its end. */
final class RunStoriesTest {

  @Test
  void whoAsksForALimitOfDriftIsToldOfWhatItWasNotAppliedTo() {
    String word =
        """
        {"rows":30,"errors":2,"setId":42,"previousSetId":41,"published":true,"broken":[],
        "drift":[],"notCompared":[{"output":"note","why":"it has too many different texts"}]}
        """;
    ToyRun run = ToyRun.scored("validation: {maxDrift: '0.25'}\n");
    run.completes("daily-publish", word);
    run.settle();
    assertThat(run.status().driftNotJudged())
        .containsExactly("output note: it has too many different texts");
    assertThat(run.condition(ConditionType.READY).message())
        .isEqualTo(
            "readers see set 42: 32 rows, 2 with an error; validation.maxDrift was not applied"
                + " (output note: it has too many different texts)");

    ToyRun without = ToyRun.scored();
    without.completes("daily-publish", word);
    without.settle();
    assertThat(without.condition(ConditionType.READY).message()).endsWith("2 with an error");
  }

  @Test
  void aRunIsPlannedScoredAndPublishedByOneJobAfterTheOther() {
    ToyRun run = ToyRun.usual().settle();
    assertThat(run.jobs()).containsExactly("daily-plan");
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PLANNING);

    run.completes("daily-plan", ToyRun.PLANNED);
    run.settle();
    assertThat(run.jobs()).containsExactly("daily-plan", "daily-score");
    assertThat(run.job("daily-score").getSpec().getCompletions()).isEqualTo(3);
    assertThat(run.status().runId()).isEqualTo(ToyRun.RUN_ID);
    assertThat(run.status().progress()).isEqualTo("0%");

    run.succeeded("daily-score", 1);
    run.ends("daily-score", 0, "{\"split\":0,\"rows\":9,\"errors\":1}", Duration.ofSeconds(60));
    run.settle();
    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(3, 1, 0));
    assertThat(run.status().rows()).isEqualTo(new BatchRowsStatus(9, 1));
    assertThat(run.status().progress()).isEqualTo("33%");
    assertThat(run.status().estimatedSecondsLeft()).isEqualTo(60);

    run.condition("daily-score", "Complete");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHING);
    assertThat(run.jobs()).contains("daily-publish");

    run.completes("daily-publish", ToyRun.PUBLISHED);
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.status().setId()).isEqualTo(42);
    assertThat(run.status().previousSetId()).isEqualTo(41);
    assertThat(run.status().activeSetId()).isEqualTo(42);
    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
    assertThat(run.condition(ConditionType.READY).message())
        .isEqualTo("readers see set 42: 32 rows, 2 with an error");
    assertThat(run.events())
        .containsExactly(
            "NORMAL Planning", "NORMAL Scoring", "NORMAL Publishing", "NORMAL Published");
  }

  @Test
  void theModelIsPinnedInTheRunsDocumentAndWhatTheAliasMeansLaterDoesNotMatter() {
    ToyRun run = ToyRun.usual().settle();

    run.modelIs(new ModelAnswer.Failed("RegistryUnreachable", "away"));
    run.settle();

    JsonNode document =
        Json.read(
                run.the(ConfigMap.class, "daily-run").getData().getOrDefault("run.json", ""),
                JsonNode.class)
            .orElseThrow();
    assertThat(document.at("/model/version").asText()).isEqualTo("7");
    assertThat(document.at("/model/digest").asText()).isEqualTo(ToyRun.DIGEST);
    assertThat(document.at("/output/set").asText()).isEqualTo("daily");
    assertThat(document.at("/staging/uri").asText())
        .isEqualTo("file:///var/lib/slipway/staging/runs");
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PLANNING);
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Planning");
  }

  @Test
  void whileTheModelIsNotFoundNothingIsBegunAndTheStatusSaysWhy() {
    ToyRun run = ToyRun.usual();
    run.modelIs(new ModelAnswer.Unheard());
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("ResolvingModel");

    run.modelIs(new ModelAnswer.Failed("VersionNotFound", "the registry has no alias champion"));
    run.settle();

    assertThat(run.jobs()).isEmpty();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PENDING);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("VersionNotFound");
    assertThat(run.plan().requeueAfter()).isPresent();
  }

  @Test
  void theVersionOfAModelThatNoRegistryKnowsIsTheBeginningOfItsDigest() {
    ToyRun run = ToyRun.usual();
    run.modelIs(
        new ModelAnswer.Found(
            "churn",
            Optional.empty(),
            "s3://models/a.onnx",
            Optional.empty(),
            Optional.empty(),
            new ModelCredentials.None()));
    run.settle();
    assertThat(run.status().model()).extracting(BatchModelStatus::version).isNull();

    run.completes("daily-plan", ToyRun.PLANNED);
    run.settle();

    assertThat(run.status().model())
        .isEqualTo(new BatchModelStatus("churn", "d".repeat(12), ToyRun.DIGEST, "ONNX"));
  }

  @Test
  void whatThePlanCameToIsInTheStatusBeforeAnythingIsMadeOfIt() {
    ToyRun run = ToyRun.usual().settle();
    run.completes("daily-plan", ToyRun.PLANNED);

    Planned<?> first = run.look();

    assertThat(first.steps()).isEmpty();
    assertThat(run.status().runId()).isEqualTo(ToyRun.RUN_ID);
    assertThat(run.status().planDigest()).isEqualTo("sha256:p");
  }

  @Test
  void aWordThatIsLostIsSaidAgain() {
    ToyRun run = ToyRun.usual().settle();
    run.completes("daily-plan", ToyRun.PLANNED);
    run.losePods();
    run.pass(Duration.ofMinutes(1));

    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PLANNING);
    assertThat(run.job("daily-plan").getStatus()).isNull();

    run.completes("daily-plan", ToyRun.PLANNED);
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
  }

  @Test
  void aWordThatIsSeenAfterItsJobsEndIsWaitedFor() {
    ToyRun run = ToyRun.usual().settle();
    run.completes("daily-plan", ToyRun.PLANNED);
    var hidden = run.hidePods();

    run.settle();
    assertThat(run.job("daily-plan").getStatus()).as("it is not done again").isNotNull();

    run.show(hidden);
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
  }

  @Test
  void aStatusThatIsLostComesBackFromWhatThePodsSaid() {
    ToyRun run = ToyRun.published();

    run.loseStatus();
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.status().setId()).isEqualTo(42);
    assertThat(run.jobs()).hasSize(3);
  }

  @Test
  void anInputWithoutAnythingInItIsPublishedAsAnEmptySet() {
    ToyRun run = ToyRun.usual().settle();
    run.completes("daily-plan", ToyRun.PLANNED.replace("\"splits\":3", "\"splits\":0"));

    run.settle();

    assertThat(run.jobs()).containsExactly("daily-plan", "daily-publish");
    assertThat(run.status().progress()).isEqualTo("100%");
  }

  @Test
  void aPlanThatFailsEndsTheRunWithThePodsOwnWords() {
    ToyRun run = ToyRun.usual().settle();
    run.givesUp(
        "daily-plan",
        42,
        "{\"reason\":\"InputNotFound\",\"message\":\"s3://lake/customers has no file\"}");

    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.status().finishedAt()).isNotNull();
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("InputNotFound");
    assertThat(run.condition(ConditionType.STALLED).message())
        .startsWith("planning failed: pod daily-plan-")
        .endsWith("s3://lake/customers has no file");
    assertThat(run.events()).contains("WARNING InputNotFound");
    assertThat(run.jobs()).containsExactly("daily-plan");
  }

  @Test
  void aSplitThatIsGivenUpEndsTheRunAndNothingIsPublished() {
    ToyRun run = ToyRun.planned();
    run.givesUp(
        "daily-score", 42, "{\"reason\":\"InputChanged\",\"message\":\"b.csv has another etag\"}");

    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("InputChanged");
    assertThat(run.has("Job", "daily-publish")).isFalse();
  }

  @Test
  void aJobThatIsGivenUpWithoutWordsSaysWhereToLook() {
    ToyRun run = ToyRun.planned();
    run.condition("daily-score", "Failed");
    run.pass(Duration.ofMinutes(1));

    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("SplitFailed");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("Job daily-score");
  }

  @Test
  void aPodThatIsTriedAgainIsToldOfAndTheRunGoesOn() {
    ToyRun run = ToyRun.planned();
    run.ends(
        "daily-score",
        1,
        "{\"reason\":\"SourceUnreachable\",\"message\":\"no route to s3\"}",
        Duration.ofSeconds(1));

    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Retrying");
    assertThat(run.condition(ConditionType.RECONCILING).message()).contains("no route to s3");
  }

  @Test
  void aPodThatIsKilledForItsMemorySaysWhatToRaise() {
    ToyRun run = ToyRun.planned();
    var pod = run.ends("daily-score", 137, "", Duration.ofSeconds(1));
    run.put(
        new PodBuilder(pod)
            .editStatus()
            .editFirstContainerStatus()
            .editState()
            .editTerminated()
            .withReason("OOMKilled")
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build());
    run.condition("daily-score", "Failed");

    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("OutOfMemory");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("spec.engine.resources");
  }

  @Test
  void aPodThatNoNodeTakesStallsTheRunAndIsNoEnd() {
    ToyRun run = ToyRun.planned();
    var pod = run.ends("daily-score", 1, "", Duration.ZERO);
    run.put(
        new PodBuilder(pod)
            .withNewStatus()
            .withPhase("Pending")
            .addNewCondition()
            .withType("PodScheduled")
            .withStatus("False")
            .withReason("Unschedulable")
            .withMessage("0/3 nodes are available: 3 Insufficient memory.")
            .withLastTransitionTime("2026-11-23T00:00:00Z")
            .endCondition()
            .endStatus()
            .build());

    run.settle();
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("Unschedulable");
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);

    Pod beside = run.ends("daily-score", 0, "", Duration.ZERO);
    run.put(new PodBuilder(beside).withNewStatus().withPhase("Running").endStatus().build());
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).reason())
        .as("with one that scores the run goes on, if with fewer than it may have")
        .isEqualTo("Scoring");

    run.losePods();
    run.condition("daily-score", "Complete");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHING);
  }

  @Test
  void aSetThatBreaksARuleIsNotPublishedAndEachBrokenRuleIsNamed() {
    ToyRun run = ToyRun.scored();
    run.completes(
        "daily-publish",
        """
        {"rows":1,"errors":9,"published":false,"broken":["9 of 10 rows have an error"]}
        """);

    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.status().setId()).isNull();
    assertThat(run.status().rows()).isEqualTo(new BatchRowsStatus(1, 9));
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("ValidationFailed");
    assertThat(run.condition(ConditionType.STALLED).message())
        .startsWith("9 of 10 rows have an error; readers see the set before it");
  }

  @Test
  void aFailedRunStaysAsItIsWhateverHappensToItsJobs() {
    ToyRun run = ToyRun.usual().settle();
    run.givesUp("daily-plan", 42, "{\"reason\":\"InputNotFound\",\"message\":\"nothing\"}");
    run.settle();
    String message = run.condition(ConditionType.STALLED).message();

    run.losePods();
    run.lose("Job", "daily-plan");
    run.settle();

    assertThat(run.jobs()).isEmpty();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.STALLED).message()).isEqualTo(message);
    assertThat(run.plan().requeueAfter()).as("nothing is waited for").isEmpty();
  }

  @Test
  void aSetThatALaterRunOvertookIsLoadedAndTheRunIsDone() {
    ToyRun run = ToyRun.scored();
    run.completes("daily-publish", ToyRun.LOADED.replace("}", ",\"supersededBy\":43}"));

    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.SUPERSEDED);
    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
    assertThat(run.status().activeSetId()).isNull();
    assertThat(run.status().finishedAt()).isNotNull();
  }

  @Test
  void byHandASetWaitsUntilAPersonLetsReadersSeeIt() {
    ToyRun run = ToyRun.scored("publish: {mode: Manual}\n");
    run.completes("daily-publish", ToyRun.LOADED);
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.AWAITING_APPROVAL);
    assertThat(run.condition(ConditionType.PAUSED).reason()).isEqualTo("AwaitingApproval");
    assertThat(run.condition(ConditionType.PAUSED).message()).contains("OnSuccess");
    assertThat(run.status().publishedAt()).isNull();

    run.respec("mode: \"Manual\"", "mode: \"OnSuccess\"");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.ACTIVATING);

    run.completes("daily-activate-42", "{\"setId\":42,\"previousSetId\":41}");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.status().publishedAt()).isNotNull();
    assertThat(run.status().previousSetId()).isEqualTo(41);
    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
  }

  @Test
  void aPersonGoesBackToAnEarlierSetAndForthAgain() {
    ToyRun run = ToyRun.published();

    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.ACTIVATING);
    run.completes("daily-activate-41", "{\"setId\":41,\"previousSetId\":42}");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.ROLLED_BACK);
    assertThat(run.status().activeSetId()).isEqualTo(41);

    run.respec("setId: 41", "setId: 42");
    run.settle();
    assertThat(run.jobs()).doesNotContain("daily-activate-41");
    run.completes("daily-activate-42", "{\"setId\":42,\"previousSetId\":41}");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);

    run.respec("setId: 42", "setId: 41");
    run.settle();
    assertThat(run.status().phase())
        .as("the same way a second time")
        .isEqualTo(BatchPhase.ACTIVATING);
    assertThat(run.has("Job", "daily-activate-41")).isTrue();
  }

  @Test
  void aSetThatIsGoneCannotBeGoneBackToAndReadersSeeWhatTheySaw() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 3}\n");
    run.settle();
    run.givesUp(
        "daily-activate-3", 42, "{\"reason\":\"SetNotFound\",\"message\":\"there is no set 3\"}");

    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("SetNotFound");
    assertThat(run.status().activeSetId()).isEqualTo(42);

    run.respec("  setId: 3\n", "");
    run.settle();
    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
    assertThat(run.has("Job", "daily-activate-3")).isFalse();
  }

  @Test
  void aSuspendedRunHasNoPodsAndGoesOnWhereItWas() {
    ToyRun run = ToyRun.planned();
    run.succeeded("daily-score", 2);
    run.settle();

    run.respec("suspend: false", "suspend: true");
    run.settle();
    assertThat(run.job("daily-score").getSpec().getSuspend()).isTrue();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SUSPENDED);
    assertThat(run.condition(ConditionType.PAUSED).reason()).isEqualTo("Suspended");

    run.respec("suspend: true", "suspend: false");
    run.settle();
    assertThat(run.job("daily-score").getSpec().getSuspend()).isFalse();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.SCORING);
    assertThat(run.status().splits()).isEqualTo(new BatchSplitsStatus(3, 2, 0));
  }

  @Test
  void aRunThatIsMadeSuspendedBeginsWhenItIsAllowedTo() {
    ToyRun run = ToyRun.with("suspend: true\n").settle();
    assertThat(run.jobs()).isEmpty();
    assertThat(run.has("ConfigMap", "daily-run")).isFalse();

    run.respec("suspend: true", "suspend: false");
    run.settle();

    assertThat(run.jobs()).containsExactly("daily-plan");
  }

  @Test
  void aJobThatKueueHoldsBackIsKueuesToLetGo() {
    ToyRun run = ToyRun.with("engine: {labels: {kueue.x-k8s.io/queue-name: night}}\n").settle();
    run.job("daily-plan").getSpec().setSuspend(true);

    run.settle();

    assertThat(run.job("daily-plan").getSpec().getSuspend()).isTrue();
    assertThat(run.job("daily-plan").getMetadata().getLabels())
        .containsEntry("kueue.x-k8s.io/queue-name", "night");
  }

  @Test
  void aFinishedRunIsRemovedWhenItsTimeIsUp() {
    ToyRun run = ToyRun.published();
    run.respec("", "ttlSecondsAfterFinished: 60\n");
    run.settle();

    run.pass(Duration.ofSeconds(59));
    run.settle();
    assertThat(run.isRemoved()).isFalse();
    assertThat(run.plan().requeueAfter()).contains(Duration.ofSeconds(1));

    run.pass(Duration.ofSeconds(1));
    run.settle();
    assertThat(run.isRemoved()).isTrue();
  }

  @Test
  void lookUpsAreServedAndTheRunIsNotReadyBeforeTheyAre() {
    ToyRun run = ToyRun.published();
    run.respec("", "serve: {replicas: 2, maxStaleness: 26h}\n");
    run.settle();
    assertThat(run.status().lookup())
        .isEqualTo(new BatchLookupStatus("http://daily-lookup.shop.svc", 0));
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("DeployingLookup");
    assertThat(run.condition(ConditionType.AVAILABLE).holds()).isFalse();

    run.the(Deployment.class, "daily-lookup")
        .setStatus(new DeploymentStatusBuilder().withReadyReplicas(2).build());
    run.settle();
    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
    assertThat(run.condition(ConditionType.AVAILABLE).holds()).isTrue();

    run.edit(
        spec ->
            new BatchScoringSpec(
                spec.model(),
                spec.modelDeployment(),
                spec.input(),
                spec.engine(),
                spec.output(),
                spec.staging(),
                spec.credentialsSecret(),
                spec.validation(),
                spec.publish(),
                null,
                spec.suspend(),
                spec.ttlSecondsAfterFinished(),
                spec.nonce()));
    run.settle();
    assertThat(run.has("Deployment", "daily-lookup")).isFalse();
    assertThat(run.has("Service", "daily-lookup")).isFalse();
    assertThat(run.status().lookup()).isNull();
  }

  @Test
  void anObjectOfSomebodyElseIsLeftAloneAndTold() {
    ToyRun run = ToyRun.usual();
    run.refuses(
        new Refusal(
            new ObjectKey("Job", "daily-plan"),
            Refusal.Kind.NAME_TAKEN,
            "Job daily-plan exists and belongs to CronJob daily"));

    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("NameConflict");
  }

  @Test
  void anOperatorThatWasNotToldTheImageSaysSo() {
    ToyRun run = ToyRun.usual();
    run.noImage();

    run.settle();

    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("ImageNotConfigured");
    assertThat(run.jobs()).isEmpty();
  }

  @Test
  void jobsOfAnotherRunOfTheSameNameAreMadeAnew() {
    ToyRun run = ToyRun.planned();
    run.job("daily-score").getMetadata().getAnnotations().put("slipway.io/run-id", "sha256:other");

    run.settle();

    assertThat(run.job("daily-score").getMetadata().getAnnotations())
        .containsEntry("slipway.io/run-id", ToyRun.RUN_ID);
  }
}
