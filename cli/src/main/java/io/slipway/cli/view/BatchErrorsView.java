package io.slipway.cli.view;

import io.slipway.api.v1alpha1.BatchRowsStatus;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.cli.resource.BatchPod;
import io.slipway.cli.resource.BatchRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What could not be scored: rows without a prediction and the splits that they are in, attempts
 * that failed in the words of their pods, and where each row's reason is.
 *
 * @param pods that are left, every attempt
 * @param now the time to tell ages by
 */
public record BatchErrorsView(BatchRun run, List<BatchPod> pods, Instant now) {

  private static final int SPLITS = 20;

  /** The lines, without line ends. */
  public List<String> lines(Palette palette) {
    List<String> lines = new ArrayList<>();
    lines.add(rows());
    run.condition(ConditionType.STALLED)
        .filter(Condition::holds)
        .ifPresent(
            stalled ->
                lines.add(
                    palette.paint(Tone.BAD, stalled.reason())
                        + ": "
                        + OneLine.of(stalled.message())));
    add(lines, splits(palette));
    add(lines, attempts(palette));
    add(lines, where());
    return lines;
  }

  private static void add(List<String> lines, List<String> part) {
    if (!part.isEmpty()) {
      lines.add("");
      lines.addAll(part);
    }
  }

  private String rows() {
    BatchRowsStatus rows = run.status().rows();
    return rows == null
        ? run.fullName() + ": no row is known to be scored yet."
        : "%s: %d of %d rows have no prediction."
            .formatted(run.fullName(), rows.errors(), rows.scored() + rows.errors());
  }

  private List<String> splits(Palette palette) {
    List<BatchPod> splits =
        pods.stream()
            .filter(pod -> pod.split().isPresent() && pod.rowErrors().orElse(0) > 0)
            .sorted(Comparator.comparingLong((BatchPod pod) -> -pod.rowErrors().orElse(0)))
            .toList();
    Table table = new Table("SPLIT", "SCORED", "WITHOUT", "POD");
    splits.stream()
        .limit(SPLITS)
        .forEach(
            pod ->
                table.row(
                    Cell.of(pod.split().orElseThrow()),
                    Cell.of(pod.ended().orElseThrow().word().path("rows").asLong()),
                    Cell.of(Tone.WARNING, Long.toString(pod.rowErrors().orElseThrow())),
                    Cell.of(pod.name())));
    List<String> lines = new ArrayList<>(table.lines(palette));
    if (splits.size() > SPLITS) {
      lines.add("and " + (splits.size() - SPLITS) + " more splits with fewer");
    }
    return lines;
  }

  private List<String> attempts(Palette palette) {
    Table table = new Table("FAILED", "FOR", "SPLIT", "AGE", "LAST WORDS");
    for (BatchPod pod : pods) {
      pod.ended()
          .filter(ended -> !ended.isSuccess())
          .ifPresent(
              ended ->
                  table.row(
                      Cell.of(pod.name()),
                      Cell.of(pod.role()),
                      Cell.of(
                          pod.split().isPresent() ? Integer.toString(pod.split().getAsInt()) : ""),
                      Cell.of(Ages.since(ended.at(), now)),
                      Cell.of(Tone.BAD, LastWords.of(ended))));
    }
    return table.lines(palette);
  }

  /** Reasons of rows are not in what pods say last: there may be millions. */
  private List<String> where() {
    BatchRowsStatus rows = run.status().rows();
    if (rows == null || rows.errors() == 0) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    run.errorList()
        .ifPresent(
            file ->
                lines.add(
                    "Each row's key and reason, once the set was validated: " + OneLine.of(file)));
    if (run.status().lookup() != null) {
      lines.add(
          "Of one key: "
              + OneLine.of(run.status().lookup().url() + "/v1/predictions/" + run.set() + "/KEY"));
    }
    return lines;
  }
}
