package io.slipway.e2e;

import static io.slipway.e2e.Client.answers;
import static io.slipway.e2e.Trial.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Pods that go while a version is on trial, the version with them, and the version that is taken
 * back: no caller is failed. Numbers are those of the acceptance tests of rollouts.
 */
class LossIT {
  private static final long ABORT_MILLIS = 5_000;

  @RegisterExtension static final Workspace workspace = new Workspace("loss");

  /** 16, 13. */
  @SideBySide
  void neitherPodsThatGoNorAnAbortCostARequest() {
    Trial trial = Trial.serving(workspace, "losing", 2);
    String first = trial.stable();
    Client.RunningLoad load = trial.load();
    trial.apply("v2", held("10%", "50%"));
    trial.awaitHeld("10%");
    String second = trial.candidate();

    servingPodsComeAndGoAndTheShareIsTheSame(trial, load, first, second);

    trial.act("resume");
    trial.awaitHeld("50%");
    whoAbortsIsHeardWithinSeconds(trial, load, first, second);

    Client.assertNoneFailed(load.stop());
  }

  /**
   * 17: by no word of anybody, for a pod that is told to go answers whatever is still sent to it.
   */
  @SideBySide
  void aCandidateWhosePodsAllDieIsTakenBack() {
    Trial trial = Trial.serving(workspace, "dying", 2);
    Client.RunningLoad load = trial.load();
    trial.apply("v2", held("50%"));
    trial.awaitHeld("50%");
    String second = trial.candidate();

    trial.pods(second).forEach(pod -> PodProcess.of(pod).kill());

    JsonNode back = trial.awaitState("RolledBack");
    assertThat(back.at("/status/failedRevisions/0/reason").asText()).isEqualTo("CheckFailed");
    assertThat(back.at("/status/failedRevisions/0/message").asText())
        .as("the failures that no caller has seen")
        .contains("failures");
    Client.assertNoneFailed(load.stop());

    trial.act("retry", second, "");
    trial.awaitHeld("50%");
  }

  /** 16: one serving pod is deleted and, when its successor serves, another one evicted. */
  private static void servingPodsComeAndGoAndTheShareIsTheSame(
      Trial trial, Client.RunningLoad load, String first, String second) {
    long from = System.currentTimeMillis();
    workspace.kubectl().run("delete", "pod", name(trial.pods(first).getFirst()), "--wait=false");
    awaitTwoReady(trial, first);
    await().atMost(Trial.SOON).until(() -> workspace.evict(name(trial.pods(first).getFirst())));
    awaitTwoReady(trial, first);

    JsonNode meanwhile = load.between(from, System.currentTimeMillis());
    double all = meanwhile.path("succeeded").asLong();
    assertThat(answers(meanwhile, second))
        .as("10%% of %s, by four pods: %s", all, meanwhile.toPrettyString())
        .isCloseTo((long) (all / 10), within(4L * 4));
  }

  private static void awaitTwoReady(Trial trial, String revision) {
    await()
        .atMost(Trial.SOON)
        .untilAsserted(
            () ->
                assertThat(trial.pods(revision))
                    .hasSize(2)
                    .allSatisfy(
                        pod -> assertThat(Deployed.status(pod, "Ready")).isEqualTo("True")));
  }

  /** 13: from the word to the last answer of the candidate. */
  private static void whoAbortsIsHeardWithinSeconds(
      Trial trial, Client.RunningLoad load, String first, String second) {
    long asked = System.currentTimeMillis();
    trial.act("abort");
    trial.awaitState("RolledBack");
    JsonNode since = load.between(asked, Long.MAX_VALUE);
    long last = since.at("/spans/" + second + "/last").asLong(asked) - asked;
    System.out.printf("abort-to-weight-0: the candidate's last answer after %d ms%n", last);
    assertThat(last).as(since.toPrettyString()).isLessThan(ABORT_MILLIS);
    assertThat(answers(since, first)).as(since.toPrettyString()).isPositive();
  }

  private static String name(JsonNode pod) {
    return pod.at("/metadata/name").asText();
  }
}
