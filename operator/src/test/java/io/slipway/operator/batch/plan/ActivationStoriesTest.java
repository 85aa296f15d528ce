package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.slipway.api.v1alpha1.BatchAskStatus;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.ConditionType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How readers come to see a set that was loaded before: by hand, and the way back. */
final class ActivationStoriesTest {

  private static final String NOT_THERE =
      "{\"reason\":\"SetNotFound\",\"message\":\"there is no set 3\"}";

  @Test
  void oneActivationEndsBeforeAnotherBegins() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    Pod underWay = running(run, "daily-activate-41");

    run.respec("setId: 41", "setId: 40");
    run.look();
    run.put(underWay); // It outlives its Job for as long as it takes to leave.
    run.settle();
    assertThat(run.jobs())
        .as("the last one to write would win")
        .doesNotContain("daily-activate-40");
    assertThat(run.jobs()).doesNotContain("daily-activate-41");

    run.lose("Pod", underWay.getMetadata().getName());
    run.settle();
    assertThat(run.jobs()).contains("daily-activate-40");
  }

  @Test
  void anActivationThatWaitsForAPodOnANodeThatIsGoneSaysWhichAndWhatToDo() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    Pod stranded =
        new PodBuilder(running(run, "daily-activate-41"))
            .editMetadata()
            .withDeletionTimestamp("2026-11-23T02:30:00Z")
            .endMetadata()
            .withNewSpec()
            .withNodeName("node-7")
            .endSpec()
            .build();
    run.respec("setId: 41", "setId: 40");
    run.look();
    run.put(stranded);
    run.settle();
    assertThat(run.condition(ConditionType.RECONCILING).message())
        .isEqualTo("readers are to see set 40; what was asked for before ends first");

    run.pass(Duration.ofMinutes(2));
    run.settle();
    assertThat(run.jobs()).as("that pod may still write").doesNotContain("daily-activate-40");
    assertThat(run.condition(ConditionType.RECONCILING).reason()).isEqualTo("Retrying");
    assertThat(run.condition(ConditionType.RECONCILING).message())
        .startsWith("readers are to see set 40; pod daily-activate-41-")
        .contains("does not leave node node-7", "kubectl delete node");

    run.lose("Pod", stranded.getMetadata().getName());
    run.settle();
    assertThat(run.jobs()).contains("daily-activate-40");
  }

  @Test
  void whoChangesBackToWhatWasDoneBeforeHasItDoneOnceMore() {
    ToyRun run = wentBack();

    run.respec("setId: 41", "setId: 40");
    run.settle();
    run.respec("setId: 40", "setId: 41");
    run.settle();

    assertThat(run.jobs()).contains("daily-activate-41").doesNotContain("daily-activate-40");
    assertThat(run.status().phase())
        .as("the pointer may have moved meanwhile")
        .isEqualTo(BatchPhase.ACTIVATING);
  }

  @Test
  void whatIsAskedForKeepsItsNameWhenItsJobIsDoneAgain() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    String asked = ask(run, "daily-activate-41");

    run.lose("Job", "daily-activate-41");
    run.settle();
    assertThat(ask(run, "daily-activate-41")).isEqualTo(asked);

    run.completes("daily-activate-41", "{\"setId\":41,\"previousSetId\":42}");
    run.settle();
    run.respec("setId: 41", "setId: 42");
    run.settle();
    assertThat(ask(run, "daily-activate-42")).isNotEqualTo(asked);
  }

  @Test
  void whatIsAskedForKeepsItsNameWhateverElseIsEditedMeanwhile() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    String asked = ask(run, "daily-activate-41");

    run.edit(spec -> spec); // of something else
    run.lose("Job", "daily-activate-41");
    run.settle();
    assertThat(ask(run, "daily-activate-41"))
        .as("else it would go back from what was published since")
        .isEqualTo(asked);

    run.completes("daily-activate-41", "{\"setId\":41,\"previousSetId\":42}");
    run.settle();
    assertThat(run.status().asked()).isNull();
  }

  @Test
  void anApprovalThatIsTakenBackAndGivenAgainIsAnotherOne() {
    ToyRun run = ToyRun.scored("publish: {mode: Manual}\n");
    run.completes("daily-publish", ToyRun.LOADED);
    run.settle();
    run.respec("mode: \"Manual\"", "mode: \"OnSuccess\"");
    run.settle();
    String asked = ask(run, "daily-activate-42");

    run.respec("mode: \"OnSuccess\"", "mode: \"Manual\"");
    run.lose("Job", "daily-activate-42");
    run.settle();
    assertThat(run.status().asked()).isNull();
    run.respec("mode: \"Manual\"", "mode: \"OnSuccess\"");
    run.settle();
    assertThat(ask(run, "daily-activate-42")).isNotEqualTo(asked);
  }

  @Test
  void nothingIsDoneForWhatIsAskedBeforeItIsWrittenDown() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");

    run.look();
    assertThat(run.jobs()).doesNotContain("daily-activate-41");
    assertThat(run.status().asked()).isEqualTo(new BatchAskStatus(41, 2));
    run.look();
    assertThat(run.jobs()).contains("daily-activate-41");
  }

  @Test
  void aSetThatWasPublishedSinceSomebodyAskedForAnotherStaysAndThatIsTold() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();

    run.completes("daily-activate-41", "{\"setId\":41,\"supersededBy\":43}");
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.status().handledSetId()).isEqualTo(41);
    assertThat(run.condition(ConditionType.READY).holds()).isTrue();
    assertThat(run.condition(ConditionType.READY).message())
        .isEqualTo(
            "readers see set 43, which was published after set 41 was asked for; change"
                + " publish.setId to go back all the same");
  }

  @Test
  void anActivationThatFailedIsTriedAgainOnceItsJobIsDeletedAndTheStatusSaysSo() {
    ToyRun run = ToyRun.scored("publish: {mode: Manual}\n");
    run.completes("daily-publish", ToyRun.LOADED);
    run.settle();
    run.respec("mode: \"Manual\"", "mode: \"OnSuccess\"");
    run.settle();
    run.givesUp("daily-activate-42", 1, "{\"reason\":\"WarehouseBusy\",\"message\":\"locked\"}");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.AWAITING_APPROVAL);
    assertThat(run.condition(ConditionType.STALLED).message())
        .endsWith("Once that is mended, delete Job daily-activate-42, and it is tried again");

    run.lose("Job", "daily-activate-42");
    run.losePods();
    run.settle();
    run.completes("daily-activate-42", "{\"setId\":42,\"previousSetId\":41}");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
  }

  @Test
  void aFailedRunIsStillOneWhenItCannotGoBackAndSaysWhyItFailed() {
    ToyRun run = ToyRun.usual().settle();
    run.givesUp("daily-plan", 42, "{\"reason\":\"InputNotFound\",\"message\":\"nothing\"}");
    run.settle();
    run.respec("", "publish: {setId: 3}\n");
    run.settle();
    run.givesUp("daily-activate-3", 42, NOT_THERE);
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("SetNotFound");

    run.respec("  setId: 3\n", "");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.FAILED);
    assertThat(run.condition(ConditionType.READY).holds()).isFalse();
  }

  @Test
  void whileASetWaitsAPersonMayGoToAnotherAndApproveLater() {
    ToyRun run = ToyRun.scored("publish: {mode: Manual, setId: 40}\n");
    run.completes("daily-publish", ToyRun.LOADED);
    run.settle();
    run.completes("daily-activate-40", "{\"setId\":40,\"previousSetId\":41}");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.AWAITING_APPROVAL);
    assertThat(run.status().activeSetId()).isEqualTo(40);
    assertThat(run.status().finishedAt()).isNull();

    run.respec("setId: 40", "setId: 42");
    run.settle();
    run.completes("daily-activate-42", "{\"setId\":42,\"previousSetId\":40}");
    run.settle();
    assertThat(run.status().phase())
        .as("to name it is to approve it")
        .isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.status().handledSetId()).isEqualTo(42);
  }

  @Test
  void whoApprovesWhereAnotherSetWasPublishedMeanwhileHasTheRunsOwn() {
    ToyRun run = ToyRun.scored("publish: {mode: Manual, setId: 40}\n");
    run.completes("daily-publish", ToyRun.LOADED);
    run.settle();
    run.completes("daily-activate-40", "{\"setId\":40,\"previousSetId\":41}");
    run.settle();

    run.respec("mode: \"Manual\"", "mode: \"OnSuccess\"");
    run.settle();
    assertThat(run.jobs()).contains("daily-activate-42").doesNotContain("daily-activate-40");
    run.completes("daily-activate-42", "{\"setId\":42,\"previousSetId\":40}");
    run.settle();
    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.status().activeSetId()).isEqualTo(42);
  }

  @Test
  void aFinishedRunThatWaitsForAWordIsLookedAtUntilItIsThereOrGivenUp() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    run.completes("daily-activate-41", "{\"setId\":41}");
    run.hidePods();
    run.settle();

    assertThat(run.plan().requeueAfter()).contains(Duration.ofSeconds(10));
  }

  @Test
  void whoGoesBackInARunWhoseDocumentIsGoneIsToldWhereElse() {
    ToyRun run = ToyRun.published();
    run.lose("ConfigMap", "daily-run");
    run.respec("", "publish: {setId: 41}\n");
    run.settle();

    assertThat(run.status().phase()).isEqualTo(BatchPhase.PUBLISHED);
    assertThat(run.condition(ConditionType.STALLED).reason()).isEqualTo("DocumentLost");
    assertThat(run.condition(ConditionType.STALLED).message()).contains("another run of the set");
  }

  private static ToyRun wentBack() {
    ToyRun run = ToyRun.published();
    run.respec("", "publish: {setId: 41}\n");
    run.settle();
    run.completes("daily-activate-41", "{\"setId\":41,\"previousSetId\":42}");
    return run.settle();
  }

  private static String ask(ToyRun run, String job) {
    return run
        .job(job)
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst()
        .getEnv()
        .stream()
        .filter(variable -> variable.getName().equals("SLIPWAY_ASKED"))
        .map(EnvVar::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static Pod running(ToyRun run, String job) {
    Pod pod =
        new PodBuilder(run.ends(job, 0, "", Duration.ZERO))
            .withNewStatus()
            .withPhase("Running")
            .endStatus()
            .build();
    run.put(pod);
    return pod;
  }
}
