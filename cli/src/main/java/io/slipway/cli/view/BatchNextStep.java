package io.slipway.cli.view;

import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.cli.resource.Batch;
import io.slipway.cli.resource.BatchRun;
import io.slipway.cli.resource.BatchSchedule;
import java.util.ArrayList;
import java.util.List;

/** What a person may do now about a run or a schedule. */
public record BatchNextStep(Batch batch) {

  /** How it stands, and what may be done about it. */
  private record Advice(String sentence, List<Choice> choices) {}

  /** A sentence, and a line for each command; without line ends. */
  public List<String> lines(Palette palette) {
    Advice advice = advice();
    List<String> lines = new ArrayList<>();
    lines.add(palette.paint(Tone.STRONG, "NEXT") + "  " + advice.sentence());
    lines.addAll(Choice.lines(advice.choices()));
    return lines;
  }

  private Advice advice() {
    if (!batch.isSeen()) {
      return advice(
          "The operator has not looked at it yet. Is it running? kubectl get pods -A -l"
              + " app.kubernetes.io/name=slipway-operator");
    }
    if (!batch.isObserved()) {
      return advice(
          "The operator has not acted on the newest edit yet.", say("watch", "follows it"));
    }
    return switch (batch) {
      case BatchRun run -> ofRun(run);
      case BatchSchedule schedule -> ofSchedule(schedule);
    };
  }

  private Advice ofRun(BatchRun run) {
    return switch (run.phase()) {
      case AWAITING_APPROVAL ->
          run.is(ConditionType.STALLED)
              ? failed()
              : advice(
                  "Waiting for approval: the set is valid and loaded, and readers see the one"
                      + " before it.",
                  say("errors", "tells what could not be scored"),
                  say("approve", "lets readers see it"));
      case SUSPENDED ->
          advice("A person suspended it.", say("resume", "lets it go on where it was"));
      case PUBLISHED, ROLLED_BACK, SUPERSEDED ->
          run.is(ConditionType.STALLED) ? failed() : new Advice("Nothing to do.", back(run));
      case FAILED -> failed();
      default ->
          run.is(ConditionType.STALLED)
              ? advice(meaning(), say("logs", "shows what its pods say"))
              : advice(
                  "It goes on by itself.",
                  say("watch", "follows it"),
                  say("logs", "shows what its pods say"),
                  say("suspend", "stops its pods for the time being"));
    };
  }

  /** The way to another set; none where the run does not know one. */
  private List<Choice> back(BatchRun run) {
    boolean isUnseen = run.phase() == BatchPhase.SUPERSEDED;
    Long setId = isUnseen ? run.status().setId() : run.status().previousSetId();
    return setId == null || setId.equals(run.publish().setId())
        ? List.of()
        : List.of(
            new Choice(
                batch.command("rollback") + (isUnseen ? " --to " + setId : ""),
                "lets readers see set " + setId));
  }

  private Advice failed() {
    return advice(
        meaning(),
        say("errors", "tells what could not be scored"),
        say("logs", "shows what its pods said"));
  }

  private Advice ofSchedule(BatchSchedule schedule) {
    if (schedule.suspended()) {
      return advice("A person suspended it.", say("resume", "lets runs begin again"));
    }
    List<Choice> choices =
        schedule.status().active().stream()
            .map(
                run ->
                    new Choice(
                        "kubectl slipway batch status "
                            + OneLine.of(run)
                            + " -n "
                            + schedule.metadata().namespace(),
                        "shows a run that is under way"))
            .toList();
    return new Advice(
        schedule.is(ConditionType.READY) ? "It goes on by itself." : meaning(), choices);
  }

  private String meaning() {
    String reason =
        batch
            .condition(ConditionType.STALLED)
            .filter(Condition::holds)
            .or(() -> batch.condition(ConditionType.READY))
            .map(Condition::reason)
            .orElse("");
    return BatchReason.of(reason)
        .map(BatchReason::meaning)
        .or(() -> Reason.of(reason).map(Reason::meaning))
        .orElse("It needs a change by a person; the message above says which.");
  }

  private Choice say(String word, String effect) {
    return new Choice(batch.command(word), effect);
  }

  private static Advice advice(String sentence, Choice... choices) {
    return new Advice(sentence, List.of(choices));
  }
}
