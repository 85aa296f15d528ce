package io.slipway.cli.view;

import io.slipway.api.v1alpha1.BatchModelStatus;
import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.BatchSplitsStatus;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The picture of a run: with which model, how far it is, which sets readers see, where they are
 * looked up, what failed, and what a person may do now.
 *
 * @param now the time to tell ages by
 */
public record BatchRunView(BatchRun run, BatchPodsSeen pods, Instant now) {

  /** So many reasons of failed attempts are shown; batch errors has all of them. */
  private static final int REASONS = 2;

  /** The lines, without line ends. */
  public List<String> lines(Palette palette) {
    List<List<String>> parts =
        List.of(
            BatchHeadline.lines(run, palette),
            facts(palette),
            new BatchPodsTable(pods, now).lines(palette),
            new BatchNextStep(run).lines(palette));
    List<String> lines = new ArrayList<>();
    for (List<String> part : parts) {
      if (!part.isEmpty() && !lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(part);
    }
    return lines;
  }

  private List<String> facts(Palette palette) {
    BatchScoringStatus status = run.status();
    Labelled lines = new Labelled(palette);
    lines.add("MODEL", Optional.ofNullable(status.model()).map(BatchRunView::words));
    lines.add("PHASE", Optional.of(phase()));
    Optional.ofNullable(status.splits()).ifPresent(splits -> progress(lines, splits));
    lines.add("FAILED", attempts());
    lines.add("ROWS", Optional.ofNullable(status.rows()).map(BatchRunView::words));
    lines.add("SET", Optional.of(sets()));
    lines.add("LOOK-UPS", LookupLine.of(status.lookup(), run.set()));
    run.schedule().ifPresent(schedule -> lines.add("SCHEDULE", Optional.of(schedule)));
    lines.add(
        "STATE",
        Optional.of(ConditionLine.of(run.conditions(), now)).filter(line -> !line.isEmpty()));
    return lines.lines();
  }

  private static String words(BatchModelStatus model) {
    return model.name()
        + Optional.ofNullable(model.version()).map(version -> " version " + version).orElse("")
        + Optional.ofNullable(model.digest()).map(digest -> ", " + digest).orElse("")
        + Optional.ofNullable(model.format()).map(format -> ", " + format).orElse("");
  }

  private String phase() {
    Optional<Instant> begun = Json.time(run.status().startedAt());
    Optional<Instant> ended = Json.time(run.status().finishedAt());
    if (begun.isEmpty()) {
      return run.phaseWord();
    }
    return ended
        .map(
            end ->
                "%s, ended %s ago after %s"
                    .formatted(
                        run.phaseWord(),
                        Ages.since(ended, now),
                        Ages.text(Duration.between(begun.get(), end))))
        .orElseGet(() -> "%s, begun %s ago".formatted(run.phaseWord(), Ages.since(begun, now)));
  }

  private void progress(Labelled lines, BatchSplitsStatus splits) {
    double share = splits.total() == 0 ? 1 : (double) splits.committed() / splits.total();
    Long left = run.status().estimatedSecondsLeft();
    lines.add(
        "PROGRESS",
        Optional.of(
            Gauge.of(share)
                + (left == null
                    ? ""
                    : "  about " + Ages.text(Duration.ofSeconds(left)) + " left")));
    lines.add(
        "SPLITS",
        Optional.of(
            "%d of %d done%s, %d given up"
                .formatted(splits.committed(), splits.total(), running(), splits.failed())));
  }

  /** Not told where pods may not be read, nor of a run that has none any more. */
  private String running() {
    return pods instanceof BatchPodsSeen.Listed && !run.isFinished()
        ? ", "
            + pods.all().stream().filter(pod -> pod.split().isPresent() && pod.isRunning()).count()
            + " running"
        : "";
  }

  /** How many attempts failed, and why the first of them did. */
  private Optional<String> attempts() {
    List<String> words =
        pods.all().stream()
            .flatMap(pod -> pod.ended().stream())
            .filter(ended -> !ended.isSuccess())
            .map(LastWords::of)
            .toList();
    return words.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d %s: %s"
                .formatted(
                    words.size(),
                    words.size() == 1 ? "attempt" : "attempts",
                    OneLine.of(
                        String.join("; ", words.stream().distinct().limit(REASONS).toList()))));
  }

  private static String words(BatchRowsStatus rows) {
    return "%d scored, %d with an error".formatted(rows.scored(), rows.errors());
  }

  private String sets() {
    BatchScoringStatus status = run.status();
    List<String> words = new ArrayList<>();
    words.add(run.set());
    words.add(
        status.setId() == null
            ? run.isFinished() ? "not loaded" : "not loaded yet"
            : "this run's is " + status.setId());
    if (status.activeSetId() != null) {
      words.add("the run last let readers see " + status.activeSetId());
    }
    if (status.previousSetId() != null) {
      words.add("before that they saw " + status.previousSetId());
    }
    Long wanted = run.publish().setId();
    if (wanted != null && !wanted.equals(status.handledSetId())) {
      words.add("asked for is " + wanted);
    }
    return words.getFirst() + ": " + String.join(", ", words.subList(1, words.size()));
  }
}
