package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Candidates that start well and score badly: each is taken back for what is bad about it, and no
 * caller has noticed any of them. Numbers are those of the acceptance tests of rollouts.
 */
class BadCandidateIT {
  private static final int PER_SECOND = 40;

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

  /** 23: what a forward may take leaves the pod the time to answer by itself. */
  @SideBySide
  void neverAnswering() {
    String limit = "{name: SLIPWAY_REQUEST_TIMEOUT, value: 3s}";

    Outcome outcome = tried("hanging", FIFTH, limit);

    assertThat(outcome.reason()).startsWith("CheckFailed: check failures: ");
    assertThat(outcome.report().path("maxMicros").asLong())
        .as("the slowest answer, where a request may take 3 s: %s", outcome.report())
        .isLessThan(3_000_000);
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
