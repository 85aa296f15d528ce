package io.slipway.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.operator.status.Trouble;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

  private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");

  @Test
  void aPodsLastWordsAreTheReasonAlsoWhileItStartsAgain() {
    Pod pod =
        new PodBuilder(pod())
            .editStatus()
            .addNewContainerStatus()
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .withNewLastState()
            .withNewTerminated()
            .withExitCode(1)
            .withMessage("{\"reason\":\"DigestMismatch\",\"message\":\"the file was changed\"}")
            .endTerminated()
            .endLastState()
            .endContainerStatus()
            .endStatus()
            .build();
    assertThat(of(pod))
        .contains(new Trouble(Reason.DIGEST_MISMATCH, "pod churn-1-x: the file was changed"));
  }

  @Test
  void aPodThatLostWhatItScoresWithSaysSoAlsoAfterItsRestart() {
    String words = "calls of the model do not come back";

    assertThat(
            of(
                ended(
                    1,
                    "Error",
                    "{\"reason\":\"ScoringLost\",\"message\":\"%s\"}".formatted(words))))
        .contains(new Trouble(Reason.SCORING_LOST, "pod churn-1-x: " + words));
  }

  @Test
  void theSchedulersWordsComeAfterAMomentsPatience() {
    assertThat(of(unschedulable(NOW.minusSeconds(3)))).isEmpty();
    assertThat(of(unschedulable(NOW.minusSeconds(11))))
        .contains(
            new Trouble(
                Reason.UNSCHEDULABLE, "pod churn-1-x: 0/2 nodes: Insufficient nvidia.com/gpu"));
  }

  @Test
  void anImageThatCannotBePulledIsKnownAtTheSecondAttempt() {
    assertThat(of(waiting("ErrImagePull"))).isEmpty();
    assertThat(of(waiting("ImagePullBackOff")).map(Trouble::reason))
        .contains(Reason.IMAGE_PULL_FAILED);
    assertThat(of(waiting("CreateContainerConfigError")).map(Trouble::reason))
        .contains(Reason.CONFIG_INVALID);
    assertThat(of(waiting("ContainerCreating"))).isEmpty();
  }

  @Test
  void aContainerThatIsKilledAtItsLimitSaysSo() {
    assertThat(of(ended(137, "OOMKilled", null)).map(Trouble::reason))
        .contains(Reason.OUT_OF_MEMORY);
  }

  @Test
  void aServerOfAnotherTeamEndsInItsOwnWords() {
    assertThat(of(ended(2, "Error", "ImportError: no module named sklearn")))
        .contains(
            new Trouble(
                Reason.CRASH_LOOP,
                "pod churn-1-x ends with exit code 2: ImportError: no module named sklearn"));
    assertThat(of(ended(0, "Completed", null))).isEmpty();
  }

  @Test
  void aMountThatDoesNotExistIsToldInTheKubeletsWords() {
    String words =
        "MountVolume.SetUp failed for volume \"source\" : configmap \"no-such-map\" not found";
    Pod pod =
        new PodBuilder(waiting("ContainerCreating")).editMetadata().withUid("u1").and().build();

    assertThat(new Diagnosis(NOW, Map.of("u1", words)).ofPod(pod))
        .contains(new Trouble(Reason.MOUNT_NOT_FOUND, "pod churn-1-x: " + words));
    assertThat(new Diagnosis(NOW, Map.of("another", words)).ofPod(pod)).isEmpty();
  }

  @Test
  void aClaimThatDoesNotExistIsTheSchedulersBusinessAndAMissingMountAllTheSame() {
    String words = "0/2 nodes are available: persistentvolumeclaim \"models\" not found.";

    assertThat(of(unschedulable(NOW.minusSeconds(11), words)))
        .contains(new Trouble(Reason.MOUNT_NOT_FOUND, "pod churn-1-x: " + words));
  }

  private static Optional<Trouble> of(Pod pod) {
    return new Diagnosis(NOW, Map.of()).ofPod(pod);
  }

  private static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("churn-1-x")
        .endMetadata()
        .withNewStatus()
        .endStatus()
        .build();
  }

  private static Pod unschedulable(Instant since) {
    return unschedulable(since, "0/2 nodes: Insufficient nvidia.com/gpu");
  }

  private static Pod unschedulable(Instant since, String words) {
    return new PodBuilder(pod())
        .editStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage(words)
        .withLastTransitionTime(since.toString())
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod waiting(String reason) {
    return new PodBuilder(pod())
        .editStatus()
        .addNewContainerStatus()
        .withNewState()
        .withNewWaiting("words", reason)
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }

  private static Pod ended(
      int code, String reason, @org.jspecify.annotations.Nullable String message) {
    return new PodBuilder(pod())
        .editStatus()
        .addNewContainerStatus()
        .withNewState()
        .withNewTerminated()
        .withExitCode(code)
        .withReason(reason)
        .withMessage(message)
        .endTerminated()
        .endState()
        .endContainerStatus()
        .endStatus()
        .build();
  }
}
