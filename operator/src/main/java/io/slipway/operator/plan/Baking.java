package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.DurationText;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.status.Statuses;
import io.slipway.operator.status.Trail;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * After a promotion: the new revision serves and is judged, the previous one is kept to go back to.
 *
 * @param promoted whom callers are promised since
 * @param previous who served before, and is warm
 * @param judging what the numbers say of the new one
 * @param trail what is known of the change, these numbers included
 */
record Baking(
    Facts facts, RevisionFacts promoted, RevisionFacts previous, Judging judging, Trail trail) {

  static Baking of(Facts facts, RevisionFacts promoted, RevisionFacts previous, Trail trail) {
    Judging judging = Judging.baking(facts, promoted);
    return new Baking(facts, promoted, previous, judging, trail.found(judging.findings()));
  }

  /** Whether the time is over; a spec that no longer asks for it ends it. */
  boolean isOver() {
    // Once it has begun to end it ends, whatever its steps do to the time.
    if (!facts.course().step().isEmpty()) {
      return true;
    }
    Instant since = Statuses.since(facts.resource(), facts.now(), RolloutState.BAKING, "");
    return duration()
        .map(DurationText::parse)
        .filter(time -> since.plus(time).isAfter(facts.now()))
        .isEmpty();
  }

  /** Why the new revision is to be left again; empty while it does no harm. */
  Optional<FailedRevision> failure() {
    return judging
        .failure()
        .map(words -> Failing.failed(facts, promoted.name(), Reason.CHECK_FAILED, words));
  }

  Decision decide() {
    return new Decision(
            RolloutState.BAKING,
            "",
            // How long it takes as the spec says it: a countdown would be a write a second.
            "%s serves; %s is kept warm for %s"
                .formatted(promoted.name(), previous.name(), duration().orElse("")),
            Optional.of(promoted.name()),
            Optional.empty(),
            Optional.of(facts.everything(promoted)),
            Optional.of(new Selection.One(promoted.name())),
            Map.of(promoted.name(), facts.replicas(), previous.name(), facts.replicas()),
            Set.of())
        .with(trail);
  }

  private Optional<String> duration() {
    return Optional.ofNullable(facts.rollout().bake()).map(Bake::duration);
  }
}
