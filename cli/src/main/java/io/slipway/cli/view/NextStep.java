package io.slipway.cli.view;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.cli.resource.Deployed;
import java.util.ArrayList;
import java.util.List;

/** What a person may do now: how it stands, and the commands that there are, written out. */
public record NextStep(Deployed resource) {

  private static final Word FOLLOW = new Word("watch", "follows it");
  private static final Word RESUME = new Word("resume", "goes on");
  private static final Word PROMOTE = new Word("promote", "skips what remains");
  private static final Word ABORT = new Word("abort", "gives the candidate up");

  /** What may be said, and what it does. */
  private record Word(String word, String effect) {}

  /** How it stands, and what may be done about it. */
  private record Advice(String sentence, List<Word> choices) {

    static Advice of(String sentence, Word... choices) {
      return new Advice(sentence, List.of(choices));
    }
  }

  /** A sentence, and a line for each command; without line ends. */
  public List<String> lines() {
    Advice advice = advice();
    List<String> lines = new ArrayList<>();
    lines.add(advice.sentence());
    lines.addAll(
        Choice.lines(
            advice.choices().stream()
                .map(word -> new Choice(resource.command(word.word()), word.effect()))
                .toList()));
    return lines;
  }

  private Advice advice() {
    if (!resource.isSeen()) {
      return Advice.of(
          "The operator has not looked at it yet. Is it running? kubectl get pods -A -l"
              + " app.kubernetes.io/name=slipway-operator");
    }
    if (!resource.isObserved()) {
      return Advice.of("The operator has not acted on the newest edit yet.", FOLLOW);
    }
    if (resource.state() == RolloutState.PAUSED || resource.is(ConditionType.PAUSED)) {
      return paused();
    }
    if (resource.is(ConditionType.STALLED)) {
      return stalled();
    }
    return resource.is(ConditionType.READY) ? Advice.of("Nothing to do.") : onItsWay();
  }

  private Advice paused() {
    return switch (reason(ConditionType.PAUSED, ConditionType.RECONCILING)) {
      case "Inconclusive" ->
          Advice.of(
              "Too little evidence to judge the candidate: send it requests, or say how to go on.",
              RESUME,
              PROMOTE,
              ABORT);
      case "PauseRequested" -> Advice.of("A person paused it.", RESUME, PROMOTE, ABORT);
      default -> Advice.of("Waiting for approval.", RESUME, PROMOTE, ABORT);
    };
  }

  private Advice stalled() {
    if (resource.state() == RolloutState.ROLLED_BACK) {
      return Advice.of(
          "The stable revision serves. Correct spec.model, or:",
          new Word("retry", "tries the same revision again"),
          new Word("rollback", "makes the spec ask for what serves"));
    }
    return Advice.of(
        Reason.of(reason(ConditionType.STALLED, ConditionType.READY))
            .map(Reason::meaning)
            .orElse("It needs a change by a person; the message above says which."));
  }

  private Advice onItsWay() {
    return switch (resource.state()) {
      case SHADOWING, STEPPING -> Advice.of("It goes on by itself.", FOLLOW, PROMOTE, ABORT);
      case BAKING ->
          Advice.of(
              "The previous revision is kept warm.",
              FOLLOW,
              new Word("promote", "lets it go now"),
              new Word("abort", "goes back to it at once"));
      case STABLE ->
          Advice.of(
              Reason.of(reason(ConditionType.READY, ConditionType.RECONCILING))
                  .map(Reason::meaning)
                  .orElse("It goes on by itself."));
      default -> Advice.of("It goes on by itself.", FOLLOW);
    };
  }

  /** The reason of the first of the two conditions that the status has. */
  private String reason(ConditionType first, ConditionType second) {
    return resource
        .status()
        .condition(first)
        .filter(condition -> first != ConditionType.PAUSED || condition.holds())
        .or(() -> resource.status().condition(second))
        .map(Condition::reason)
        .orElse("");
  }
}
