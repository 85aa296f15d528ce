package io.slipway.operator.batch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.RunObjects;
import io.slipway.operator.batch.observe.ScheduleObservation;
import io.slipway.operator.observe.ObjectKey;
import io.slipway.operator.observe.Refusal;
import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What becomes of a schedule as time passes. */
final class ScheduleStoriesTest {

  private final KubernetesSerialization kubernetes = new KubernetesSerialization();
  private final Map<String, BatchScoring> runs = new LinkedHashMap<>();
  private final List<String> events = new ArrayList<>();
  private ScheduledBatchScoring schedule = schedule("");
  private List<Refusal> refusals = List.of();
  private Instant now = Instant.parse("2026-11-23T02:00:00Z");

  @Test
  void aRunIsBegunWhenItIsTimeAndOnce() {
    look();
    assertThat(runs).isEmpty();
    assertThat(schedule.getStatus().nextScheduleTime()).isEqualTo("2026-11-23T02:30:00Z");

    at("2026-11-23T02:30:00Z");
    look();
    look();

    assertThat(runs.keySet()).containsExactly("nightly-" + minute("2026-11-23T02:30:00Z"));
    assertThat(schedule.getStatus().active()).hasSize(1);
    assertThat(schedule.getStatus().lastScheduleTime()).isEqualTo("2026-11-23T02:30:00Z");
    assertThat(events).containsExactly("RunBegun");
  }

  @Test
  void theOperatorLooksAgainWhenTheNextRunIsDue() {
    assertThat(plan().requeueAfter()).contains(Duration.ofMinutes(30));
  }

  @Test
  void aKilledOperatorDoesNotBeginARunTwice() {
    at("2026-11-23T02:30:10Z");
    plan().steps().forEach(this::carryOut); // and dies before it writes the status

    look();

    assertThat(runs).hasSize(1);
    assertThat(schedule.getStatus().lastScheduleTime()).isEqualTo("2026-11-23T02:30:00Z");
    assertThat(events).as("told by the one that saw it").containsExactly("RunBegun");
  }

  @Test
  void aRunThatIsRefusedIsToldAndTriedAgainUntilItIsTooLate() {
    schedule = schedule("startingDeadlineSeconds: 600");
    at("2026-11-23T02:30:00Z");
    refuse("exceeded quota: runs");
    look();
    look();
    assertThat(schedule.getStatus().lastScheduleTime()).as("nothing was begun").isNull();
    assertThat(schedule.getStatus().lastRun()).isNull();
    assertThat(condition(ConditionType.STALLED)).isEqualTo("PodRefused");
    assertThat(events).isEmpty();

    at("2026-11-23T02:39:00Z");
    refusals = List.of();
    look();
    look();
    assertThat(schedule.getStatus().lastScheduleTime()).isEqualTo("2026-11-23T02:30:00Z");
    assertThat(events).containsExactly("RunBegun");

    at("2026-11-24T02:30:00Z");
    refuse("exceeded quota: runs");
    look();
    at("2026-11-24T02:41:00Z");
    look();
    assertThat(runs).hasSize(1);
    assertThat(events).containsExactly("RunBegun", "RunMissed");
  }

  @Test
  void allRunsPublishVersionsOfOneSet() {
    at("2026-11-23T02:30:00Z");
    look();
    BatchScoring run = runs.values().iterator().next();

    assertThat(run.getSpec().output().set()).isEqualTo("nightly");
    assertThat(run.getSpec().model()).extracting(ModelSource::name).isEqualTo("nightly");
    assertThat(run.getMetadata().getLabels()).containsEntry("team", "fraud");
    assertThat(run.getMetadata().getAnnotations())
        .containsEntry("slipway.io/scheduled-at", "2026-11-23T02:30:00Z");
  }

  @Test
  void afterAnOutageOnlyTheLastOfTheMissedRunsIsBegun() {
    at("2026-11-26T10:00:00Z");

    look();

    assertThat(runs.keySet()).containsExactly("nightly-" + minute("2026-11-26T02:30:00Z"));
  }

  @Test
  void aRunThatIsTooLateIsLeftOutAndToldOnce() {
    schedule = schedule("startingDeadlineSeconds: 60");
    at("2026-11-23T02:31:01Z");

    look();
    look();

    assertThat(runs).isEmpty();
    assertThat(events).containsExactly("RunMissed");
  }

  @Test
  void forbidLetsTheNextRunWaitForTheOneBeforeIt() {
    schedule = schedule("concurrencyPolicy: Forbid");
    at("2026-11-23T02:30:00Z");
    look();
    at("2026-11-24T02:30:00Z");
    look();
    assertThat(runs).hasSize(1);
    assertThat(message(ConditionType.READY))
        .isEqualTo(
            "a run is due and begins when nightly-%d is finished (concurrencyPolicy Forbid)"
                .formatted(minute("2026-11-23T02:30:00Z")));

    finish(0, BatchPhase.PUBLISHED);
    at("2026-11-24T03:00:00Z");
    look();
    assertThat(runs.keySet()).contains("nightly-" + minute("2026-11-24T02:30:00Z"));
  }

  @Test
  void ofRunsThatDoNotEndTheLatestAreNamedAndTheOthersCounted() {
    schedule = schedule("concurrencyPolicy: Allow");
    Instant first = Instant.parse("2026-11-23T02:30:00Z");
    for (int day = 0; day < 23; day++) {
      at(first.plus(Duration.ofDays(day)).toString());
      look();
      look();
      if (day == 19) {
        assertThat(schedule.getStatus().moreActive()).as("all are named").isNull();
      }
    }

    assertThat(runs).hasSize(23);
    assertThat(schedule.getStatus().active())
        .hasSize(20)
        .endsWith("nightly-" + minute("2026-12-15T02:30:00Z"))
        .doesNotContain("nightly-" + minute("2026-11-25T02:30:00Z"));
    assertThat(schedule.getStatus().moreActive()).isEqualTo(3);
  }

  @Test
  void replaceDeletesTheRunBefore() {
    schedule = schedule("concurrencyPolicy: Replace");
    at("2026-11-23T02:30:00Z");
    look();
    at("2026-11-24T02:30:00Z");

    look();
    look();

    assertThat(runs.keySet()).containsExactly("nightly-" + minute("2026-11-24T02:30:00Z"));
  }

  @Test
  void allowLetsBothRun() {
    at("2026-11-23T02:30:00Z");
    look();
    at("2026-11-24T02:30:00Z");
    look();

    look();

    assertThat(schedule.getStatus().active()).hasSize(2);
  }

  @Test
  void whileSuspendedNothingIsBegunAndAfterwardsTheLastOneIs() {
    schedule = schedule("suspend: true");
    at("2026-11-25T12:00:00Z");
    look();
    look();
    assertThat(runs).isEmpty();
    assertThat(schedule.getStatus().nextScheduleTime()).isNull();
    assertThat(condition(ConditionType.PAUSED)).isEqualTo("Suspended");

    ScheduledBatchScoringStatus before = schedule.getStatus();
    schedule = schedule("");
    schedule.setStatus(before);
    look();
    assertThat(runs.keySet()).containsExactly("nightly-" + minute("2026-11-25T02:30:00Z"));
  }

  @Test
  void finishedRunsBeyondTheLimitsAreRemovedTheOldestFirst() {
    for (int day = 1; day <= 6; day++) {
      at("2026-12-0%dT02:30:00Z".formatted(day));
      look();
      finish(runs.size() - 1, day % 3 == 0 ? BatchPhase.FAILED : BatchPhase.PUBLISHED);
    }

    look();

    assertThat(runs.values())
        .extracting(run -> run.getStatus().phase() + run.getMetadata().getCreationTimestamp())
        .containsExactly(
            "PUBLISHED2026-12-02T02:30:00Z",
            "PUBLISHED2026-12-04T02:30:00Z",
            "PUBLISHED2026-12-05T02:30:00Z",
            "FAILED2026-12-06T02:30:00Z");
  }

  @Test
  void aFailedRunIsToldAndTheNextOneBeginsAllTheSame() {
    at("2026-11-23T02:30:00Z");
    look();
    finish(0, BatchPhase.FAILED);
    look();
    look();
    assertThat(condition(ConditionType.READY)).isEqualTo("RunFailed");

    at("2026-11-24T02:30:00Z");
    look();
    assertThat(runs).hasSize(2);
  }

  @Test
  void whenARunLastPublishedIsRemembered() {
    at("2026-11-23T02:30:00Z");
    look();
    finish(0, BatchPhase.PUBLISHED);
    look();
    runs.clear();
    look();

    assertThat(schedule.getStatus().lastSuccessfulTime()).isEqualTo("2026-11-23T02:30:00Z");
  }

  @Test
  void aScheduleThatCannotBeReadStalls() {
    schedule.setSpec(schedule("").getSpec());
    schedule =
        kubernetes.unmarshal(
            kubernetes.asYaml(schedule).replace("30 2 * * *", "30 25 * * *"),
            ScheduledBatchScoring.class);
    look();
    assertThat(condition(ConditionType.STALLED)).isEqualTo("ScheduleInvalid");

    schedule = schedule("timeZone: Europe/Atlantis");
    look();
    assertThat(condition(ConditionType.STALLED)).isEqualTo("ScheduleInvalid");
  }

  /** As long as there is a quota, nothing is made. */
  private void refuse(String words) {
    refusals =
        List.of(
            new Refusal(new ObjectKey("BatchScoring", "nightly-1"), Refusal.Kind.FORBIDDEN, words));
  }

  private String message(ConditionType type) {
    return schedule.getStatus().condition(type).orElseThrow().message();
  }

  private String condition(ConditionType type) {
    return schedule.getStatus().condition(type).orElseThrow().reason();
  }

  private void at(String time) {
    now = Instant.parse(time);
  }

  private static long minute(String time) {
    return Instant.parse(time).getEpochSecond() / 60;
  }

  private void finish(int index, BatchPhase phase) {
    BatchScoring run = List.copyOf(runs.values()).get(index);
    run.setStatus(
        new BatchScoringStatus(
            1L,
            phase,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            null,
            null,
            null,
            null,
            null,
            phase == BatchPhase.PUBLISHED ? now.toString() : null,
            null,
            now.toString(),
            null,
            List.of()));
  }

  private Planned<ScheduledBatchScoringStatus> plan() {
    return SchedulePlanner.plan(
        new ScheduleObservation(
            now,
            new BatchSettings("slipway-batch:1", "", "", "cluster.local", OptionalLong.empty()),
            kubernetes.clone(schedule),
            List.copyOf(runs.values()),
            RunObjects.NONE,
            refusals));
  }

  private void look() {
    Planned<ScheduledBatchScoringStatus> plan = plan();
    plan.steps().forEach(this::carryOut);
    plan.status().ifPresent(schedule::setStatus);
    plan.events().stream().map(Plan.Event::reason).forEach(events::add);
  }

  private void carryOut(Step step) {
    switch (step) {
      case Step.Apply refused when !refusals.isEmpty() -> {}
      case Step.Apply(BatchScoring run, Step.Precondition.Absent absent) -> {
        run.getMetadata().setUid("uid-" + run.getMetadata().getName());
        run.getMetadata().setCreationTimestamp(now.toString());
        assertThat(runs.put(run.getMetadata().getName(), run)).as("absent before").isNull();
      }
      case Step.Delete delete -> runs.remove(delete.object().name());
      default -> throw new AssertionError("no step of a schedule: " + step);
    }
  }

  private ScheduledBatchScoring schedule(String more) {
    return kubernetes.unmarshal(
        """
        apiVersion: slipway.io/v1alpha1
        kind: ScheduledBatchScoring
        metadata:
          name: nightly
          namespace: shop
          uid: schedule-uid
          generation: 1
          creationTimestamp: "2026-11-23T00:00:00Z"
        spec:
          schedule: "30 2 * * *"
          template:
            labels: {team: fraud}
            spec:
              model: {version: "7"}
              input: {type: Csv, uri: s3://lake/customers, keyColumn: id}
              staging: {uri: s3://lake/staging}
              output: {type: PostgreSql, connectionSecret: warehouse}
        """
            + more.indent(2),
        ScheduledBatchScoring.class);
  }
}
