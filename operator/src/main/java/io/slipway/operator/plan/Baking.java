package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.Bake;
import io.slipway.api.v1alpha1.DurationText;
import io.slipway.api.v1alpha1.FailedRevision;
import io.slipway.api.v1alpha1.Reason;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.EntryService.Selection;
import io.slipway.operator.status.Statuses;
import io.slipway.operator.status.Trail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * After a promotion: the new revision serves and is judged, the previous one is kept to go back to.
 *
 * @param promoted whom callers are promised since
 * @param previous who served before, and is warm
 * @param trail what is known of the change
 */
record Baking(Facts facts, RevisionFacts promoted, List<RevisionFacts> previous, Trail trail) {

  /** Whether the time is over; a spec that no longer asks for it ends it. */
  boolean isOver() {
    Bake bake = facts.rollout().bake();
    // Once it has begun to end it ends, whatever its steps do to the time.
    if (bake == null || !facts.course().step().isEmpty()) {
      return true;
    }
    Instant since = Statuses.since(facts.resource(), facts.now(), RolloutState.BAKING, "");
    return !since.plus(DurationText.parse(bake.duration())).isAfter(facts.now());
  }

  /** Why the new revision is to be left again; empty while it does no harm. */
  Optional<FailedRevision> failure() {
    return Judging.baking(facts, promoted)
        .failure()
        .map(words -> Failing.failed(facts, promoted.name(), Reason.CHECK_FAILED, words));
  }

  /** What is known of it, with what its checks say now. */
  Trail judged() {
    return trail.found(Judging.baking(facts, promoted).statuses(), Optional.empty(), facts.now());
  }

  Decision decide() {
    if (isOver()) {
      return new Settle(facts, promoted, RolloutState.BAKING).decide();
    }
    Map<String, Integer> sizes = new HashMap<>();
    sizes.put(promoted.name(), facts.replicas());
    previous.forEach(revision -> sizes.put(revision.name(), facts.replicas()));
    return new Decision(
            RolloutState.BAKING,
            "",
            "%s serves; %s is kept warm for %s"
                .formatted(
                    promoted.name(), String.join(", ", RevisionFacts.names(previous)), left()),
            Optional.of(promoted.name()),
            Optional.empty(),
            Optional.of(facts.everything(promoted)),
            Optional.of(new Selection.One(promoted.name())),
            sizes,
            Set.of())
        .with(judged());
  }

  /** As the spec says it: a countdown would be a write a second. */
  private String left() {
    Bake bake = facts.rollout().bake();
    return bake == null ? Duration.ZERO.toString() : bake.duration();
  }
}
