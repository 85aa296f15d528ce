package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Candidates that never become ready: none is ever given a request, each is taken back for a reason
 * of its own, and the next good spec goes its way with nothing to clean up. Numbers are those of
 * the acceptance tests of rollouts.
 */
@TakesLong
class BrokenCandidateIT {
  private static final String STEPS =
      """
      rollout:
        steps: [{weight: 20%, minDuration: 1s, minSamples: 5, maxDuration: 2m}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("broken");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  /** 18: a Java virtual machine that does not take its options says so and ends. */
  @SideBySide
  void oneThatEndsAgainAndAgainIsQuoted() {
    assertThat(takenBack("crash", Scripts.pinned("good-2") + Scripts.pods("-Xmx1k")))
        .startsWith("CrashLoop: pod crash-")
        .contains("exit code 1", "Too small maximum heap");
  }

  /** 20. */
  @SideBySide
  void oneThatNeedsMoreMemoryThanItMayHave() {
    String limited =
        Scripts.server()
            .replace("{requests: {cpu: 150m}}", "{requests: {cpu: 150m}, limits: {memory: 256Mi}}");

    assertThat(takenBack("memory", Scripts.pinned("greedy") + limited)).startsWith("OutOfMemory: ");
  }

  /** 19: the image is a team's own, so there are no steps. With steps: {@link RemovalIT}. */
  @SideBySide
  void oneWhoseImageIsNotToBeHad() {
    String model = Scripts.pinned("good-2") + "runtime: {image: registry.invalid/scorer:1}\n";

    JsonNode stalled =
        tried("image", model, "", rollout -> rollout.awaitStalled("ImagePullFailed"));

    assertThat(words(stalled)).contains("registry.invalid");
  }

  /** 20. */
  @SideBySide
  void oneWhoseBytesAreNotThePinnedOnes() {
    String pin = "digest: \"%s\"".formatted(Scripts.digest("good-3"));

    assertThat(
            takenBack(
                "digest", Scripts.model("configmap://scripts/good-2", pin) + Scripts.server()))
        .startsWith("DigestMismatch: ")
        .contains(Scripts.digest("good-2").substring(0, "sha256:".length() + 12));
  }

  /** 20. */
  @SideBySide
  void oneThatIsNoModel() {
    assertThat(takenBack("words", Scripts.pinned("words") + Scripts.server()))
        .startsWith("FormatUnknown: ");
  }

  /** 20: it is not known what was to be tried, so there is no revision to be taken back. */
  @SideBySide
  void oneThatIsNotThere() {
    String model = Scripts.model("configmap://scripts/no-such-key", "") + Scripts.server();

    JsonNode stalled =
        tried("missing", model, STEPS, rollout -> rollout.awaitStalled("SourceNotFound"));

    assertThat(words(stalled)).contains("no-such-key");
  }

  private static String words(JsonNode stalled) {
    return Deployed.condition(stalled, "Stalled").path("message").asText();
  }

  private static String takenBack(String name, String broken) {
    return Rollout.failure(tried(name, broken, STEPS, rollout -> rollout.awaitState("RolledBack")));
  }

  /**
   * What became of a broken version. Callers are answered by the one before all the time, until a
   * good one follows.
   */
  private static JsonNode tried(
      String name, String broken, String spec, Function<Rollout, JsonNode> end) {
    Rollout rollout = Rollout.serving(workspace, name, "good-1", spec);
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);

    rollout.apply(broken, spec);
    JsonNode ended = end.apply(rollout);

    assertThat(Client.revisions(load.report())).containsExactly(first);
    assertThat(ended.at("/status/stable/revision").asText()).isEqualTo(first);
    assertThat(ended.at("/status/stable/readyReplicas").asInt()).isEqualTo(1);
    assertThat(Deployed.status(ended, "Available")).isEqualTo("True");

    rollout.change("good-3", spec);
    String third = rollout.awaitServing("good-3").at("/status/stable/revision").asText();
    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(Client.answers(report, third)).isPositive();
    return ended;
  }
}
