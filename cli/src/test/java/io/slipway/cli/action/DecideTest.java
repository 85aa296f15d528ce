package io.slipway.cli.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecideTest {

  private static final String STABLE = "churn-5c9f7d2b1a";
  private static final String CANDIDATE = "churn-77ab31c0de";
  private static final String ON_TRIAL =
      "'stable': {'revision': '%s'}, 'candidate': {'revision': '%s'}".formatted(STABLE, CANDIDATE);
  private static final String SERVING = "'stable': {'revision': '%s'}".formatted(STABLE);
  private static final String FAILED =
      SERVING
          + ", 'failedRevisions': [{'revision': 'churn-old', 'reason': 'Aborted', 'failedAt': '2026-01-01T00:00:00Z'},"
          + " {'revision': '%s', 'reason': 'CheckFailed', 'failedAt': '2026-11-01T00:00:00Z'}]"
              .formatted(CANDIDATE);

  @ParameterizedTest
  @CsvSource({
    "PROMOTE, Preparing, ''",
    "PROMOTE, Shadowing, ''",
    "PROMOTE, Stepping, 2",
    "PROMOTE, Paused, 3",
    "ABORT, Preparing, ''",
    "ABORT, Stepping, 2",
    "ABORT, Paused, 3",
    "ABORT, Promoting, Widening",
    "PAUSE, Stepping, 2",
    "RESUME, Paused, 3",
    // A newer operator's state: it knows best.
    "PROMOTE, Levitating, 7",
    "RESUME, Levitating, 7"
  })
  void ofARolloutTheActionNamesTheCandidateAndTheStep(Action action, String state, String step) {
    assertThat(on(action, rollout(ON_TRIAL, state, step)))
        .isEqualTo(sent(action, CANDIDATE, step.isEmpty() ? "0" : step));
  }

  @ParameterizedTest
  @CsvSource({
    "PROMOTE, Promoting, promoted already",
    "PAUSE, Preparing, no step to pause at",
    "PAUSE, Paused, paused already",
    "PAUSE, Promoting, does not stop half-way",
    "PAUSE, Baking, kubectl slipway abort churn -n fraud",
    "RESUME, Stepping, not paused",
    "PROMOTE, RollingBack, was rolled back",
    "ABORT, Superseding, No rollout is in progress (Superseding)",
    "REFRESH, Stepping, A rollout of churn-77ab31c0de is in progress (Stepping)",
    "RETRY, Stepping, No revision was rolled back"
  })
  void whatMakesNoSenseIsRefusedWithASentence(Action action, String state, String words) {
    assertThat(on(action, rollout(ON_TRIAL, state, ""))).satisfies(refusal -> says(refusal, words));
  }

  @ParameterizedTest
  @CsvSource({
    "PROMOTE, No rollout is in progress (Stable)",
    "ABORT, No rollout is in progress (Stable)",
    "PAUSE, No rollout is in progress (Stable)",
    "RESUME, No rollout is in progress (Stable)",
    "RETRY, No revision was rolled back"
  })
  void withoutARolloutThereIsNothingToSayToIt(Action action, String words) {
    assertThat(on(action, resource(SERVING))).satisfies(refusal -> says(refusal, words));
  }

  @Test
  void theRevisionThatFailedLastIsTriedAgain() {
    assertThat(on(Action.RETRY, rollout(FAILED, "RolledBack", "")))
        .isEqualTo(sent(Action.RETRY, CANDIDATE, "0"));
  }

  @Test
  void aRevisionWhosePodsStillGoIsNotTriedAgainYet() {
    assertThat(on(Action.RETRY, rollout(FAILED, "RollingBack", "")))
        .satisfies(refusal -> says(refusal, "still going"));
  }

  @Test
  void afterARollbackPeopleAreSentToRetry() {
    assertThat(on(Action.PROMOTE, rollout(FAILED, "RolledBack", "")))
        .satisfies(refusal -> says(refusal, "kubectl slipway retry churn -n fraud tries it again"));
  }

  @Test
  void refreshAndResolveAreOfTheRevisionThatServes() {
    assertThat(on(Action.REFRESH, resource(SERVING))).isEqualTo(sent(Action.REFRESH, STABLE, "0"));
    assertThat(on(Action.RESOLVE, resource(SERVING))).isEqualTo(sent(Action.RESOLVE, STABLE, "0"));
  }

  @Test
  void whileBakingThePersonSpeaksOfTheNewRevisionWhichIsTheStableOneByThen() {
    assertThat(on(Action.ABORT, rollout(SERVING, "Baking", "")))
        .isEqualTo(sent(Action.ABORT, STABLE, "0"));
    assertThat(on(Action.PROMOTE, rollout(SERVING, "Baking", "")))
        .isEqualTo(sent(Action.PROMOTE, STABLE, "0"));
  }

  @Test
  void theFirstVersionHasNoneToGoBackTo() {
    assertThat(
            on(
                Action.ABORT,
                rollout("'candidate': {'revision': '" + CANDIDATE + "'}", "Preparing", "")))
        .satisfies(refusal -> says(refusal, "It is the first version"));
  }

  @Test
  void nothingServesYet() {
    assertThat(on(Action.REFRESH, rollout("'url': 'x'", "Resolving", "")))
        .satisfies(refusal -> says(refusal, "nothing to refresh"));
  }

  @Test
  void aPinnedDigestLeavesNothingToLookUp() {
    Deployed pinned = of("'uri': 'https://a/b', 'digest': 'sha256:00'", 7, SERVING);

    assertThat(on(Action.RESOLVE, pinned)).satisfies(refusal -> says(refusal, "pins sha256:00"));
  }

  @Test
  void aStatusThatIsBehindTheSpecIsSaidToBe() {
    Deployed edited = of("'uri': 'https://a/b'", 8, SERVING);

    assertThat(on(Action.PROMOTE, edited))
        .satisfies(refusal -> says(refusal, "not acted on the newest edit yet"));
  }

  @Test
  void theAnnotationIsInTheOperatorsForm() {
    assertThat(new ActionValue(Action.PROMOTE, CANDIDATE, "2", "0f").text())
        .isEqualTo("promote@churn-77ab31c0de#2;0f");
  }

  private static Decision on(Action action, Deployed resource) {
    return new Decide(resource, "0f").on(action);
  }

  private static Decision sent(Action action, String revision, String step) {
    return new Decision.Send(new ActionValue(action, revision, step, "0f"));
  }

  private static void says(Decision decision, String words) {
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Refuse.class, refusal -> assertThat(refusal.why()).contains(words));
  }

  private static Deployed rollout(String status, String state, String step) {
    return resource(
        status
            + ", 'rollout': {'state': '%s'%s}"
                .formatted(state, step.isEmpty() ? "" : ", 'step': '" + step + "'"));
  }

  private static Deployed resource(String status) {
    return of("'uri': 'https://a/b'", 7, status);
  }

  private static Deployed of(String model, int generation, String status) {
    return Deployed.of(
        Json.tree(
            "{'metadata': {'namespace': 'fraud', 'name': 'churn', 'generation': %d}, 'spec': {'model': {%s}}, 'status': {'observedGeneration': 7, %s}}"
                .formatted(generation, model, status)
                .replace('\'', '"')));
  }
}
