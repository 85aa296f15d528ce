package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.operator.batch.plan.SparkState.Kind;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both operators of Spark call the states of their applications. */
final class SparkStateTest {

  private static final Instant MADE = Instant.parse("2026-11-23T02:00:00Z");

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();

  @ParameterizedTest
  @CsvSource({
    "'', UNTAKEN",
    "SUBMITTED, UNDER_WAY",
    "RUNNING, UNDER_WAY",
    "SUCCEEDING, UNDER_WAY",
    "RESUMING, UNDER_WAY",
    "COMPLETED, COMPLETE",
    "FAILING, UNSETTLED",
    "SUBMISSION_FAILED, UNSETTLED",
    "PENDING_RERUN, UNSETTLED",
    "INVALIDATING, UNSETTLED",
    "UNKNOWN, UNSETTLED",
    "A_STATE_OF_TOMORROW, UNSETTLED",
    "SUSPENDING, HELD",
    "SUSPENDED, HELD",
    "FAILED, FAILED",
  })
  void kubeflowsStates(String state, Kind kind) {
    SparkState seen =
        kubeflow("{applicationState: {state: '%s'}, driverInfo: {}}".formatted(state));

    assertThat(seen.kind()).isEqualTo(kind);
    assertThat(seen.words()).isEqualTo(state);
    assertThat(seen.since()).isEqualTo(MADE);
  }

  @ParameterizedTest
  @CsvSource({
    "Submitted, UNDER_WAY",
    "DriverRequested, UNDER_WAY",
    "DriverStarted, UNDER_WAY",
    "DriverReady, UNDER_WAY",
    "InitializedBelowThresholdExecutors, UNDER_WAY",
    "RunningHealthy, UNDER_WAY",
    "RunningWithPartialCapacity, UNDER_WAY",
    "RunningWithBelowThresholdExecutors, UNDER_WAY",
    "ScheduledToRestart, UNSETTLED",
    "AStateOfTomorrow, UNSETTLED",
    "Succeeded, COMPLETE",
    "Failed, FAILED",
    "DriverEvicted, FAILED",
    "DriverStartTimedOut, FAILED",
    "DriverReadyTimedOut, FAILED",
    "ExecutorsStartTimedOut, FAILED",
    "SchedulingFailure, FAILED",
  })
  void apachesStates(String state, Kind kind) {
    SparkState seen =
        apache(
            "{currentState: {currentStateSummary: %s, message: why, lastTransitionTime: '2026-11-23T02:07:00.123456Z'}}"
                .formatted(state));

    assertThat(seen.kind()).isEqualTo(kind);
    assertThat(seen.words()).isEqualTo(state + " (why)");
    assertThat(seen.since()).isEqualTo(Instant.parse("2026-11-23T02:07:00.123456Z"));
  }

  @Test
  void anApplicationThatNobodyHasSeenSaysNothing() {
    assertThat(kubeflow("{}").kind()).isEqualTo(Kind.UNTAKEN);
    assertThat(apache("{}").kind()).isEqualTo(Kind.UNTAKEN);
    assertThat(apache("{}").since()).isEqualTo(MADE);
  }

  @ParameterizedTest
  @CsvSource({
    "Succeeded, TerminatedWithoutReleaseResources, COMPLETE",
    "Failed, TerminatedWithoutReleaseResources, FAILED",
    "Succeeded, ResourceReleased, COMPLETE",
    "DriverEvicted, ResourceReleased, FAILED",
  })
  void whatApachesOperatorHasTidiedUpIsAsItWasBefore(String before, String after, Kind kind) {
    SparkState seen =
        apache(
            """
            currentState: {currentStateSummary: %2$s, message: tidied, lastTransitionTime: '2026-11-23T03:00:00Z'}
            stateTransitionHistory:
              "9": {currentStateSummary: RunningHealthy, message: on, lastTransitionTime: '2026-11-23T02:10:00Z'}
              "10": {currentStateSummary: %1$s, message: said, lastTransitionTime: '2026-11-23T02:20:00Z'}
              "11": {currentStateSummary: %2$s, message: tidied, lastTransitionTime: '2026-11-23T03:00:00Z'}
            """
                .formatted(before, after));

    assertThat(seen.kind()).isEqualTo(kind);
    assertThat(seen.words()).isEqualTo(before + " (said)");
    assertThat(seen.since()).isEqualTo(Instant.parse("2026-11-23T02:20:00Z"));
  }

  @Test
  void whatIsTidiedUpWithoutAWordHasNotScored() {
    assertThat(apache("{currentState: {currentStateSummary: ResourceReleased}}").kind())
        .isEqualTo(Kind.FAILED);
  }

  @Test
  void aSubmissionThatFailedIsToldFromADriverThatDid() {
    assertThat(kubeflow("{applicationState: {state: FAILED}, submissionAttempts: 1}").reason())
        .isEqualTo(BatchReason.SUBMISSION_FAILED);
    assertThat(kubeflow("{applicationState: {state: FAILED}, executionAttempts: 1}").reason())
        .isEqualTo(BatchReason.JOB_FAILED);
    assertThat(apache("{currentState: {currentStateSummary: SchedulingFailure}}").reason())
        .isEqualTo(BatchReason.SUBMISSION_FAILED);
    assertThat(apache("{currentState: {currentStateSummary: Failed}}").reason())
        .isEqualTo(BatchReason.JOB_FAILED);
  }

  @Test
  void aSubmissionsOutputIsCutToItsException() {
    SparkState seen =
        kubeflow(
            "{applicationState: {state: FAILED, errorMessage: '%sException in thread main: no account%s'}}"
                .formatted("WARN native ".repeat(100), " at x".repeat(300)));

    assertThat(seen.words())
        .startsWith("FAILED (Exception in thread main: no account at x")
        .endsWith("...)")
        .hasSizeLessThan(520);
  }

  @Test
  void whenItEndedIsSaidByItsOperator() {
    assertThat(
            kubeflow(
                    "{applicationState: {state: FAILED}, terminationTime: '2026-11-23T04:00:00Z', lastSubmissionAttemptTime: '2026-11-23T03:00:00Z'}")
                .since())
        .isEqualTo(Instant.parse("2026-11-23T04:00:00Z"));
    assertThat(
            kubeflow(
                    "{applicationState: {state: FAILED}, terminationTime: null, lastSubmissionAttemptTime: '2026-11-23T03:00:00Z'}")
                .since())
        .isEqualTo(Instant.parse("2026-11-23T03:00:00Z"));
  }

  private SparkState kubeflow(String status) {
    return seen("sparkoperator.k8s.io/v1beta2", status);
  }

  private SparkState apache(String status) {
    return seen("spark.apache.org/v1", status);
  }

  private SparkState seen(String apiVersion, String status) {
    return SparkState.of(
        kubernetes.unmarshal(
            """
            apiVersion: %s
            kind: SparkApplication
            metadata: {name: daily-score, creationTimestamp: "%s"}
            status:
            """
                    .formatted(apiVersion, MADE)
                + status.indent(2),
            GenericKubernetesResource.class));
  }
}
