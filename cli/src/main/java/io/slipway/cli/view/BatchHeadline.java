package io.slipway.cli.view;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.cli.resource.Batch;
import java.util.ArrayList;
import java.util.List;

/** How a run or a schedule is, in a few words. */
final class BatchHeadline {

  private BatchHeadline() {}

  static Cell of(Batch batch) {
    if (!batch.isSeen()) {
      return Cell.of(Tone.WARNING, "not looked at yet");
    }
    if (!batch.isObserved()) {
      return Cell.of(Tone.WARNING, "the newest edit is not acted on yet" + answered(batch));
    }
    if (batch.is(ConditionType.READY)) {
      return Cell.of(Tone.GOOD, "ready" + reason(batch));
    }
    if (batch.is(ConditionType.PAUSED)) {
      return Cell.of(Tone.WARNING, "waits for a person" + reason(batch) + answered(batch));
    }
    return batch.is(ConditionType.STALLED)
        ? Cell.of(Tone.BAD, "stalled" + reason(batch) + answered(batch))
        : Cell.of(Tone.WARNING, "on its way" + reason(batch) + answered(batch));
  }

  /** The name, the headline, and what the operator says in words. */
  static List<String> lines(Batch batch, Palette palette) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s in %s: %s"
            .formatted(
                palette.paint(Tone.STRONG, batch.name()),
                batch.metadata().namespace(),
                of(batch).painted(palette)));
    batch
        .condition(ConditionType.READY)
        .map(Condition::message)
        .filter(message -> !message.isBlank())
        .ifPresent(message -> lines.add("  " + OneLine.of(message)));
    return lines;
  }

  private static String reason(Batch batch) {
    return batch
        .condition(ConditionType.READY)
        .map(Condition::reason)
        .map(reason -> " (" + reason + ")")
        .orElse("");
  }

  private static String answered(Batch batch) {
    return batch
        .condition(ConditionType.AVAILABLE)
        .map(
            condition -> condition.holds() ? ", look-ups are answered" : ", look-ups get no answer")
        .orElse("");
  }
}
