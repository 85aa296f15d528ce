package io.slipway.cli.view;

import io.slipway.api.v1alpha1.BatchModelStatus;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import io.slipway.cli.resource.Json;
import io.slipway.cli.resource.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs and schedules, a line each; of the runs the newest last.
 *
 * @param now the time to tell ages by
 */
public record BatchListView(List<Batch> batches, Spread spread, Instant now) {

  /** Of where they are. */
  public enum Spread {
    /** Of one namespace, which is not told. */
    ONE_NAMESPACE,
    /** Of all, so that each is told. */
    ALL_NAMESPACES
  }

  private static final Comparator<Batch> ORDER =
      Comparator.comparing((Batch batch) -> batch.metadata().namespace())
          .thenComparing(batch -> batch.metadata().created().orElse(Instant.EPOCH))
          .thenComparing(Batch::name);

  /** The lines, without line ends; none where there is nothing. */
  public List<String> lines(Palette palette) {
    List<String> schedules = schedules().lines(palette);
    List<String> runs = runs().lines(palette);
    List<String> lines = new ArrayList<>(schedules);
    if (!schedules.isEmpty() && !runs.isEmpty()) {
      lines.add("");
    }
    lines.addAll(runs);
    return lines;
  }

  private Table runs() {
    Table table =
        new Table(
            "NAMESPACE",
            "RUN",
            "PHASE",
            "PROGRESS",
            "ROWS",
            "ERRORS",
            "SET",
            "MODEL",
            "LEFT",
            "AGE",
            "STATE");
    batches.stream()
        .sorted(ORDER)
        .filter(BatchRun.class::isInstance)
        .map(BatchRun.class::cast)
        .forEach(run -> add(table, run));
    return table;
  }

  private void add(Table table, BatchRun run) {
    BatchScoringStatus status = run.status();
    table.row(
        namespace(run.metadata()),
        Cell.of(run.name()),
        Cell.of(run.phaseWord()),
        Cell.of(status.progress()),
        status.rows() == null ? Cell.of("") : Cell.of(status.rows().scored()),
        status.rows() == null
            ? Cell.of("")
            : Cell.of(
                status.rows().errors() == 0 ? Tone.PLAIN : Tone.WARNING,
                Long.toString(status.rows().errors())),
        number(status.setId()),
        Cell.of(Optional.ofNullable(status.model()).map(BatchListView::words).orElse("")),
        Cell.of(
            Optional.ofNullable(status.estimatedSecondsLeft())
                .map(seconds -> Ages.text(Duration.ofSeconds(seconds)))
                .orElse("")),
        Cell.of(Ages.since(run.metadata().created(), now)),
        BatchHeadline.of(run));
  }

  private Table schedules() {
    Table table =
        new Table(
            "NAMESPACE",
            "SCHEDULE",
            "AT",
            "TIME ZONE",
            "LAST RUN",
            "LAST",
            "NEXT",
            "ACTIVE",
            "AGE",
            "STATE");
    batches.stream()
        .sorted(ORDER)
        .filter(BatchSchedule.class::isInstance)
        .map(BatchSchedule.class::cast)
        .forEach(schedule -> add(table, schedule));
    return table;
  }

  private void add(Table table, BatchSchedule schedule) {
    ScheduledBatchScoringStatus status = schedule.status();
    table.row(
        namespace(schedule.metadata()),
        Cell.of(schedule.name()),
        Cell.of(schedule.schedule()),
        Cell.of(schedule.timeZone()),
        Cell.of(status.lastRun()),
        Cell.of(
            Json.time(status.lastScheduleTime())
                .map(at -> Ages.text(Duration.between(at, now)) + " ago")
                .orElse("")),
        Cell.of(
            Json.time(status.nextScheduleTime())
                .map(at -> "in " + Ages.text(Duration.between(now, at)))
                .orElse("")),
        Cell.of(schedule.activeRuns()),
        Cell.of(Ages.since(schedule.metadata().created(), now)),
        BatchHeadline.of(schedule));
  }

  private Cell namespace(Metadata metadata) {
    return Cell.of(spread == Spread.ALL_NAMESPACES ? metadata.namespace() : "");
  }

  private static Cell number(@Nullable Long number) {
    return number == null ? Cell.of("") : Cell.of(number);
  }

  private static String words(BatchModelStatus model) {
    return model.version() == null ? model.name() : model.name() + " " + model.version();
  }
}
