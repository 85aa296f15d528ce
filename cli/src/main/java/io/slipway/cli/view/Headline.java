package io.slipway.cli.view;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.cli.resource.Deployed;
import java.util.Optional;

/**
 * How it is, in a few words: whether it is as it should be, why, and whether callers are served.
 */
final class Headline {

  private Headline() {}

  static Cell of(Deployed resource) {
    if (!resource.isSeen()) {
      return Cell.of(Tone.WARNING, "not looked at yet");
    }
    if (!resource.isObserved()) {
      return Cell.of(Tone.WARNING, "the newest edit is not acted on yet" + served(resource));
    }
    if (resource.is(ConditionType.READY)) {
      return Cell.of(Tone.GOOD, "ready");
    }
    if (resource.state() == RolloutState.PAUSED || resource.is(ConditionType.PAUSED)) {
      return Cell.of(Tone.WARNING, "waits for a person" + reason(resource) + served(resource));
    }
    return resource.is(ConditionType.STALLED)
        ? Cell.of(Tone.BAD, "stalled" + reason(resource) + served(resource))
        : Cell.of(Tone.WARNING, "on its way" + reason(resource) + served(resource));
  }

  private static String reason(Deployed resource) {
    return resource
        .status()
        .condition(ConditionType.READY)
        .map(Condition::reason)
        .map(reason -> " (" + reason + ")")
        .orElse("");
  }

  private static String served(Deployed resource) {
    Optional<Condition> available = resource.status().condition(ConditionType.AVAILABLE);
    return available
        .map(condition -> condition.holds() ? ", callers are answered" : ", callers get no answer")
        .orElse("");
  }
}
