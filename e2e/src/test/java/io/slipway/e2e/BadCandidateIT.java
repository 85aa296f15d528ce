package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Candidates that start well and score badly: each is taken back for what is bad about it, and no
 * caller has noticed any of them. Numbers are those of the acceptance tests of rollouts.
 */
class BadCandidateIT {
  private static final int PER_SECOND = 40;
  private static final Duration STRETCH = Duration.ofMinutes(3);

  /** Nobody gets through: what is not taken back fails the test. */
  private static final String SHARE =
      """
      rollout:
        steps: [{weight: %s, minDuration: 2m, minSamples: 100000}]
      """;

  private static final String FIFTH = SHARE.formatted("20%");

  private static final String COPIES =
      """
      rollout:
        shadow: {percent: 100, minSamples: 100000}
        steps: [{weight: 20%}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("bad");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  /** 22. */
  @SideBySide
  void oneOfFiveFailsAtAShareOfATwentieth() {
    Outcome outcome = tried("failing", SHARE.formatted("5%"));

    assertThat(outcome.reason()).startsWith("CheckFailed: check failures: ");
  }

  /** 23. */
  @SideBySide
  void tenTimesSlower() {
    String check = "  checks: [{name: slow, type: SlowerThan, objective: 80ms}]\n";

    assertThat(tried("slow", FIFTH + check).reason()).startsWith("CheckFailed: check slow: ");
  }

  /**
   * 23: what a forward may take leaves the pod the time to answer by itself. The limit is so long
   * that what a caller on a busy machine waits besides is little of the third that is left.
   */
  @SideBySide
  void neverAnswering() {
    Duration most = Duration.ofSeconds(9);
    String limit = "{name: SLIPWAY_REQUEST_TIMEOUT, value: %ds}".formatted(most.toSeconds());

    Outcome outcome = tried("hanging", FIFTH, limit);

    assertThat(outcome.reason()).startsWith("CheckFailed: check failures: ");
    assertThat(outcome.report().path("maxMicros").asLong())
        .as("the slowest answer, where a request may take %s: %s", most, outcome.report())
        .isBetween(most.toNanos() / 1000 * 2 / 3, most.toNanos() / 1000);
  }

  /**
   * 23: callers of the serving version wait for nobody. Beside it is the same with a candidate that
   * is not slow, so that what else the machine does is in both.
   */
  @Test
  @TakesLong
  void theSlownessOfACandidateIsItsOwn() {
    String held = SHARE.formatted("20%").replace("2m", "1h");
    Rollout quick = Rollout.serving(workspace, "quick", "good-1", held);
    Rollout slowed = Rollout.serving(workspace, "slowed", "good-1", held);
    Client.RunningLoad quickly = quick.load(PER_SECOND);
    Client.RunningLoad slowly = slowed.load(PER_SECOND);
    quick.change("good-2", held);
    slowed.change("slow", held);
    for (Rollout rollout : List.of(quick, slowed)) {
      rollout.awaitState("Stepping");
      rollout.awaitText("/status/traffic/acknowledged", "2/2");
    }

    long from = System.currentTimeMillis();
    await().pollDelay(STRETCH).atMost(STRETCH.plusSeconds(10)).until(() -> true);
    long to = System.currentTimeMillis();

    JsonNode alone = delay(quickly.between(from, to), quick.stable());
    JsonNode beside = delay(slowly.between(from, to), slowed.stable());
    System.out.printf(
        "slow-candidate: answers of the serving version %s us beside it, %s us beside a quick one%n",
        beside, alone);
    Client.assertNoneFailed(quickly.stop());
    Client.assertNoneFailed(slowly.stop());
    assertThat(beside.path("p99").asDouble())
        .as("p99 of the serving version, us")
        .isLessThan(1.1 * alone.path("p99").asDouble());
  }

  private static JsonNode delay(JsonNode report, String revision) {
    return report.path("delays").path(revision);
  }

  /** 24. */
  @SideBySide
  void answersThatAreNoNumbers() {
    assertThat(tried("nan", FIFTH).reason()).startsWith("CheckFailed: check failures: ");
  }

  /** 24. */
  @SideBySide
  void theSameAnswerWhateverIsAsked() {
    String check = "  checks: [{name: drift, type: PredictionDrift, action: Abort}]\n";

    assertThat(tried("constant", FIFTH + check).reason()).startsWith("CheckFailed: check drift: ");
  }

  /** 24. */
  @SideBySide
  void answersInAnotherForm() {
    assertThat(tried("schema", COPIES).reason()).startsWith("CheckFailed: check failures: ");
  }

  /** Why a candidate was taken back, and what callers saw. */
  private record Outcome(String reason, JsonNode report) {}

  /** Tries a candidate until it is taken back; no caller was failed, or left without an answer. */
  private static Outcome tried(String script, String spec, String... environment) {
    String server = Scripts.server(environment);
    Rollout rollout = Rollout.of(workspace, script);
    rollout.apply(Scripts.pinned("good-1") + server, spec);
    String first = rollout.awaitServing("good-1").at("/status/stable/revision").asText();
    Client.RunningLoad load = rollout.load(PER_SECOND);

    rollout.apply(Scripts.pinned(script) + server, spec);
    JsonNode back = rollout.awaitState("RolledBack");

    JsonNode report = load.stop();
    Client.assertNoneFailed(report);
    assertThat(back.at("/status/stable/revision").asText()).isEqualTo(first);
    assertThat(Deployed.status(back, "Available")).isEqualTo("True");
    assertThat(Deployed.condition(back, "Stalled").path("reason").asText()).isEqualTo("RolledBack");
    return new Outcome(Rollout.failure(back), report);
  }
}
