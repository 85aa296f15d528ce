package io.slipway.operator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.desired.EntryService;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.document.TrafficPayload;
import io.slipway.operator.document.TrafficPayload.Assignment;
import io.slipway.operator.document.TrafficPayload.DeploymentId;
import io.slipway.operator.observe.ObjectKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the simulation found once, told as it happened. */
class FindsTest {

  private static final Wish ONE = new Wish(2, 1, Manner.AT_ONCE);
  private static final Wish CUSTOM = new Wish(Wish.CUSTOM, 1, Manner.AT_ONCE);

  @Test
  void thatAServerCannotSplitIsToldOnceAndNotAtEveryLook() {
    Story story = Story.of(ONE.spec()).untilReady();

    story.edit(new Wish(Wish.CUSTOM, 1, Manner.TIMED).spec()).untilStalled().seconds(2);

    assertThat(story.words(ConditionType.STALLED)).startsWith("TrafficSplitUnavailable");
    assertThat(story.plan().status()).as("another status").isEmpty();
  }

  @Test
  void aBakeEndsThoughItsEndBeginsWithAnotherDocument() {
    Story story = Story.of(CUSTOM.spec()).untilReady();
    story.edit(ONE.spec()).until("Promoting Draining");

    story.edit(new Wish(2, 1, Manner.BAKED).spec()).untilReady();

    assertThat(story.cluster.list(Deployment.class)).hasSize(1);
  }

  @Test
  void whoeverServesIsKnownThoughTheStatusIsLostAndTheServiceWasWidened() {
    Story story = Story.of(ONE.spec()).untilReady();
    String first = story.stable();

    story.cluster.put(EntryService.desired(story.cluster.resource, new Selection.Every()));
    story.cluster.setStatus(null);
    story.edit(new Wish(3, 1, Manner.AT_ONCE).spec()).look();

    assertThat(story.cluster.list(Deployment.class))
        .extracting(it -> it.getMetadata().getName())
        .contains(first);
    story.untilReady();
    assertThat(story.cluster.lost).isZero();
  }

  @Test
  void twoDocumentsOfOneNumberAreNotTakenForOne() {
    Story story = Story.of(ONE.spec()).untilReady();
    story.edit(new Wish(Wish.BROKEN, 1, Manner.AT_ONCE).spec()).until("Preparing").seconds(2);
    TrafficPayload before = story.cluster.mounted().orElseThrow();

    story.cluster.delete(new ObjectKey("ConfigMap", "churn-traffic"));
    lookWithoutPods(story);
    story.edit(ONE.spec());
    lookWithoutPods(story);
    TrafficPayload after = story.cluster.mounted().orElseThrow();
    assertThat(after.sequence()).as("the number of another document").isEqualTo(before.sequence());
    assertThat(after.split()).isNotEqualTo(before.split());

    story.untilReady();
    assertThat(story.cluster.pods)
        .filteredOn(pod -> !pod.isTerminating())
        .allSatisfy(
            pod -> assertThat(pod.document).isEqualTo(story.cluster.mounted().orElseThrow()));
  }

  @Test
  void aServerThatIsNotReadyIsGivenNothingThoughTheOneBeforeItIsNotReadyEither() {
    Story story = Story.of(ONE.spec()).untilReady();
    story.edit(CUSTOM.spec()).until("Promoting Narrowing");

    story.cluster.pods.forEach(pod -> pod.ready = false);
    story.look();

    assertThat(story.cluster.mounted().orElseThrow().weightBp()).isZero();
    story.untilReady();
  }

  @Test
  void whoeverServedIsDrainedThoughBothTheStatusAndTheServiceAreLost() {
    Story story = Story.of(ONE.spec()).untilReady().seconds(3);
    String first = story.stable();

    story.cluster.delete(ToyCluster.ENTRY);
    story.cluster.setStatus(null);
    story.edit(new Wish(3, 1, Manner.AT_ONCE).spec()).look();

    assertThat(story.cluster.list(Deployment.class))
        .extracting(it -> it.getMetadata().getName())
        .containsExactly(first);
    story.untilReady();
  }

  @Test
  void aDocumentThatTheOperatorHasNotSeenYetIsNotWrittenOver() {
    Story story = Story.of(ONE.spec());
    TrafficPayload late =
        new TrafficPayload(
            new DeploymentId("fraud", "churn", "uid-of-churn"),
            1,
            1,
            "churn-0123456789",
            0,
            0,
            Assignment.REQUEST,
            "");
    story.cluster.mount(late);

    story.operator.reconcile();

    assertThat(story.cluster.mounted()).contains(late);
    story.untilReady();
    assertThat(story.cluster.mounted().orElseThrow().sequence()).isGreaterThan(1);
  }

  @Test
  void callersAreNotLeftToAPodThatIsTakenOutBecauseItIsSilent() {
    Story story = Story.of(ONE.spec()).untilReady();
    story.edit(new Wish(3, 1, Manner.AT_ONCE).spec()).until("Promoting Widening").world();

    story.operator.silent = Set.copyOf(Trials.uids(story, Trials.candidate(story)));
    story.look();

    assertThat(story.cluster.selection()).contains(new Selection.Every());
  }

  @Test
  void aDrainBeginsAnewWhenCallersWereLedBackThoughTheStatusDidNotGetToTellOfIt() {
    Story story = Story.of(ONE.spec()).untilReady();
    String first = story.stable();
    story.edit(new Wish(3, 1, Manner.AT_ONCE).spec()).until("Promoting Draining").seconds(8);

    story.cluster.put(EntryService.desired(story.cluster.resource, new Selection.Every()));
    story.cluster.theirs.add(ToyCluster.ENTRY);
    story.plan();
    story.operator.reconcile(Mishap.FAILED, 1, pod -> true);
    story.seconds(8);

    assertThat(story.cluster.list(Deployment.class))
        .extracting(it -> it.getMetadata().getName())
        .contains(first);
    story.untilReady();
  }

  private static void lookWithoutPods(Story story) {
    story.operator.sync();
    story.operator.ask(pod -> false);
    story.operator.reconcile();
  }
}
