package io.slipway.cli.view;

import io.slipway.api.v1alpha1.ScheduledBatchScoringStatus;
import io.slipway.cli.resource.BatchSchedule;
import io.slipway.cli.resource.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The picture of a schedule: when its runs begin, which are under way, and how the last ones went.
 *
 * @param now the time to tell ages by
 */
public record BatchScheduleView(BatchSchedule schedule, Instant now) {

  /** The lines, without line ends. */
  public List<String> lines(Palette palette) {
    List<String> lines = new ArrayList<>(BatchHeadline.lines(schedule, palette));
    lines.add("");
    lines.addAll(facts(palette));
    lines.add("");
    lines.addAll(new BatchNextStep(schedule).lines(palette));
    return lines;
  }

  private List<String> facts(Palette palette) {
    ScheduledBatchScoringStatus status = schedule.status();
    Labelled lines = new Labelled(palette);
    lines.add("RUNS AT", Optional.of(schedule.schedule() + ", " + schedule.timeZone()));
    lines.add("NEXT RUN", Optional.of(next(status)));
    lines.add("LAST RUN", last(status));
    lines.add(
        "SUCCESS",
        Optional.ofNullable(status.lastSuccessfulTime())
            .map(time -> "a run published its set " + ago(time)));
    lines.add("ACTIVE", Optional.of(status.active().isEmpty() ? "none" : schedule.namesOfActive()));
    lines.add("SET", Optional.of(schedule.set()));
    lines.add("LOOK-UPS", LookupLine.of(status.lookup(), schedule.set()));
    lines.add(
        "STATE",
        Optional.of(ConditionLine.of(schedule.conditions(), now)).filter(line -> !line.isEmpty()));
    return lines.lines();
  }

  private String next(ScheduledBatchScoringStatus status) {
    if (schedule.suspended()) {
      return "none, while it is suspended";
    }
    String time = status.nextScheduleTime();
    if (time == null) {
      return "not known yet";
    }
    return time
        + Json.time(time)
            .map(
                at ->
                    at.isAfter(now) ? ", in " + Ages.text(Duration.between(now, at)) : ", due now")
            .orElse("");
  }

  private Optional<String> last(ScheduledBatchScoringStatus status) {
    return Optional.ofNullable(status.lastScheduleTime())
        .map(
            time ->
                Optional.ofNullable(status.lastRun()).map(run -> run + ", ").orElse("")
                    + "for "
                    + time
                    + ", "
                    + ago(time));
  }

  private String ago(String time) {
    return Json.time(time)
        .map(at -> Ages.since(Optional.of(at), now) + " ago")
        .orElse("at " + time);
  }
}
