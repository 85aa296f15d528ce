package io.slipway.operator.kube;

import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import io.slipway.operator.batch.desired.BatchNames;
import io.slipway.operator.batch.desired.Owner;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.RunObjects;
import io.slipway.operator.batch.observe.RunObservation;
import io.slipway.operator.batch.observe.ScheduleObservation;
import java.time.Clock;
import java.util.Optional;

/** Makes observations of runs and schedules from the caches. */
public final class BatchObserver {

  private final Writes writes;
  private final MountEvents mountEvents;
  private final SparkLookup spark;
  private final BatchSettings settings;
  private final Clock clock;

  public BatchObserver(
      Writes writes,
      MountEvents mountEvents,
      SparkLookup spark,
      BatchSettings settings,
      Clock clock) {
    this.writes = writes;
    this.mountEvents = mountEvents;
    this.spark = spark;
    this.settings = settings;
    this.clock = clock;
  }

  /** What there is now; empty while the caches do not show this process's own last writes. */
  public Optional<RunObservation> observe(
      BatchScoring run, Session session, BatchCaches<BatchScoring> caches, ModelAnswers models) {
    if (OwnView.isBehind(run, session, caches, writes, clock.instant())) {
      return Optional.empty();
    }
    RunObjects owned = caches.of(run);
    return Optional.of(
        new RunObservation(
            clock.instant(),
            settings,
            run,
            owned,
            mountEvents.of(owned.pods(), session),
            spark.of(run),
            isPinned(run, owned) ? new ModelAnswer.Unheard() : models.of(run),
            session.refusals()));
  }

  /** The same of a schedule. */
  public Optional<ScheduleObservation> observe(
      ScheduledBatchScoring schedule, Session session, BatchCaches<ScheduledBatchScoring> caches) {
    return OwnView.isBehind(schedule, session, caches, writes, clock.instant())
        ? Optional.empty()
        : Optional.of(
            new ScheduleObservation(
                clock.instant(),
                settings,
                schedule,
                caches.runs(schedule),
                caches.of(schedule),
                session.refusals()));
  }

  private static boolean isPinned(BatchScoring run, RunObjects owned) {
    String document = BatchNames.run(run.getMetadata().getName());
    return isFinished(run)
        || run.getSpec().suspend()
        || owned.configMaps().stream()
            .filter(Owner.of(run)::controls)
            .anyMatch(map -> map.getMetadata().getName().equals(document));
  }

  static boolean isFinished(BatchScoring run) {
    return run.getStatus() != null && run.getStatus().finishedAt() != null;
  }
}
