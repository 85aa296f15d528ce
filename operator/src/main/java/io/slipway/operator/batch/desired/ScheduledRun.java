package io.slipway.operator.batch.desired;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.slipway.api.v1alpha1.BatchOutput;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.ScheduledBatchScoring;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The run that a schedule makes for one time. It is made once and never applied again. */
public final class ScheduledRun {

  /** Annotation of a run: the time that it is for. */
  public static final String SCHEDULED_AT = "slipway.io/scheduled-at";

  private static final long SECONDS_OF_A_MINUTE = 60;

  private ScheduledRun() {}

  /** The name of the run for that time. */
  public static String name(ScheduledBatchScoring schedule, Instant time) {
    return BatchNames.scheduled(
        schedule.getMetadata().getName(), time.getEpochSecond() / SECONDS_OF_A_MINUTE);
  }

  /** The run for that time. */
  public static BatchScoring desired(ScheduledBatchScoring schedule, Instant time) {
    Owner owner = Owner.of(schedule);
    Map<String, String> labels = new TreeMap<>(schedule.getSpec().template().labels());
    labels.putAll(BatchLabels.of(owner));
    ObjectMeta metadata = owner.metadata(name(schedule, time), labels);
    metadata.setAnnotations(new TreeMap<>(Map.of(SCHEDULED_AT, time.toString())));
    var run = new BatchScoring();
    run.setMetadata(metadata);
    run.setSpec(spec(schedule.getSpec().template().spec(), owner.name()));
    return run;
  }

  /** What a schedule writes to, whichever run does. */
  public static BatchOutput output(ScheduledBatchScoring schedule) {
    return output(schedule.getSpec().template().spec().output(), schedule.getMetadata().getName());
  }

  /** What a run would name after itself is named after the schedule. */
  private static BatchScoringSpec spec(BatchScoringSpec template, String schedule) {
    return new BatchScoringSpec(
        model(template.model(), schedule),
        template.modelDeployment(),
        template.input(),
        template.engine(),
        output(template.output(), schedule),
        template.staging(),
        template.credentialsSecret(),
        template.validation(),
        template.publish(),
        null,
        template.suspend(),
        template.ttlSecondsAfterFinished(),
        template.nonce());
  }

  private static BatchOutput output(BatchOutput output, String schedule) {
    return new BatchOutput(
        output.type(),
        output.connectionSecret(),
        output.uri(),
        output.setOr(schedule),
        output.columns());
  }

  private static @Nullable ModelSource model(@Nullable ModelSource model, String schedule) {
    return model == null
        ? null
        : new ModelSource(
            model.nameOr(schedule),
            model.version(),
            model.alias(),
            model.uri(),
            model.digest(),
            model.format(),
            model.credentialsSecret());
  }
}
