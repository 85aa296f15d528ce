package io.slipway.cli.view;

import io.slipway.api.v1alpha1.CheckStatus;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.HandledAction;
import io.slipway.cli.resource.Deployed;
import io.slipway.cli.resource.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a rollout: who serves, with what share of callers, what the rollout waits for,
 * what the checks found, and what a person may do now.
 *
 * @param now the time to tell ages by
 */
public record StatusView(Deployed resource, PodsSeen pods, Instant now) {

  private static final String INDENT = "  ";

  /** The lines, without line ends. */
  public List<String> lines(Palette palette) {
    List<List<String>> parts =
        List.of(
            header(palette),
            new RevisionsTable(resource, pods).lines(palette),
            new RolloutLines(resource, now).lines(palette),
            checks(palette),
            failures(palette),
            new PodsTable(pods, now).lines(palette),
            ending(palette));
    List<String> lines = new ArrayList<>();
    for (List<String> part : parts) {
      if (!part.isEmpty() && !lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(part);
    }
    return lines;
  }

  private List<String> header(Palette palette) {
    List<String> lines = new ArrayList<>();
    lines.add(
        palette.paint(Tone.STRONG, resource.name())
            + " in "
            + resource.namespace()
            + ": "
            + Headline.of(resource).painted(palette));
    resource
        .status()
        .condition(ConditionType.READY)
        .map(Condition::message)
        .filter(message -> !message.isBlank())
        .ifPresent(message -> lines.add(INDENT + OneLine.of(message)));
    Optional.ofNullable(resource.status().url())
        .ifPresent(url -> lines.add(INDENT + OneLine.of(url)));
    return lines;
  }

  private List<String> checks(Palette palette) {
    Table table =
        new Table("CHECK", "TYPE", "VERDICT", "VALUE", "BOUND", "SAMPLES", "EVIDENCE", "REASON");
    for (CheckStatus check : resource.status().checks()) {
      table.row(
          Cell.of(check.name()),
          Cell.of(check.type()),
          Cell.of(tone(check.verdict()), check.verdict()),
          Cell.of(check.value()),
          Cell.of(check.bound()),
          Cell.of(check.samples()),
          Cell.of(check.evidence()),
          Cell.of(check.reason()));
    }
    return table.lines(palette);
  }

  private static Tone tone(@Nullable String verdict) {
    return switch (verdict == null ? "" : verdict) {
      case "Pass" -> Tone.GOOD;
      case "Fail" -> Tone.BAD;
      case "Inconclusive" -> Tone.WARNING;
      default -> Tone.PLAIN;
    };
  }

  private List<String> failures(Palette palette) {
    Table table = new Table("FAILED", "REASON", "AGE", "MESSAGE");
    for (FailedRevision failed : resource.status().failedRevisions()) {
      table.row(
          Cell.of(failed.revision()),
          Cell.of(Tone.BAD, failed.reason()),
          Cell.of(Ages.since(Json.time(failed.failedAt()), now)),
          Cell.of(failed.message()));
    }
    return table.lines(palette);
  }

  private List<String> ending(Palette palette) {
    List<String> lines = new ArrayList<>();
    String asked = resource.annotations().getOrDefault(Deployed.ACTION, "");
    HandledAction handled = resource.status().lastHandledAction();
    if (handled != null) {
      String age = Ages.since(Json.time(handled.at()), now);
      lines.add(
          palette.paint(Tone.STRONG, "LAST ACTION")
              + "  "
              + OneLine.of(handled.value())
              + (age.isEmpty() ? "" : ", " + age + " ago")
              + (handled.outcome() == null ? "" : ": " + OneLine.of(handled.outcome())));
    }
    if (!asked.isEmpty() && (handled == null || !handled.value().equals(asked))) {
      lines.add(
          palette.paint(Tone.STRONG, "ASKED FOR") + "  " + OneLine.of(asked) + ", not handled yet");
    }
    List<String> next = new NextStep(resource).lines();
    lines.add(palette.paint(Tone.STRONG, "NEXT") + "  " + next.getFirst());
    lines.addAll(next.subList(1, next.size()));
    return lines;
  }
}
