package io.slipway.operator.batch.plan;

import io.slipway.api.v1alpha1.BatchPhase;
import io.slipway.api.v1alpha1.BatchScoringStatus;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.operator.plan.Plan.Event;
import java.util.List;
import java.util.Optional;

/** What people would want to see in {@code kubectl get events}. */
final class RunEvents {

  private RunEvents() {}

  /** What happened between two statuses. */
  static List<Event> between(Optional<BatchScoringStatus> before, BatchScoringStatus after) {
    Optional<Condition> stalled = after.condition(ConditionType.STALLED);
    if (stalled.isPresent()) {
      return isNews(before, stalled.get())
          ? List.of(new Event(Event.Type.WARNING, stalled.get().reason(), stalled.get().message()))
          : List.of();
    }
    BatchPhase phase = after.phase() == null ? BatchPhase.UNKNOWN : after.phase();
    boolean isSame = before.filter(old -> old.phase() == phase).isPresent();
    return isSame || phase == BatchPhase.PENDING
        ? List.of()
        : List.of(new Event(Event.Type.NORMAL, phase.value(), message(phase, after)));
  }

  private static String message(BatchPhase phase, BatchScoringStatus status) {
    return switch (phase) {
      case SCORING -> "the input is cut into " + total(status) + " splits, which pods score";
      case PUBLISHED -> "readers see set " + status.setId() + rows(status);
      case ROLLED_BACK -> "readers see set " + status.activeSetId();
      case AWAITING_APPROVAL -> "set " + status.setId() + " is loaded" + rows(status);
      default -> phase.meaning();
    };
  }

  private static int total(BatchScoringStatus status) {
    return status.splits() == null ? 0 : status.splits().total();
  }

  private static String rows(BatchScoringStatus status) {
    return status.rows() == null
        ? ""
        : ": %d rows, %d with an error"
            .formatted(status.rows().scored() + status.rows().errors(), status.rows().errors());
  }

  private static boolean isNews(Optional<BatchScoringStatus> before, Condition stalled) {
    return before
        .flatMap(old -> old.condition(ConditionType.STALLED))
        .filter(old -> old.reason().equals(stalled.reason()))
        .isEmpty();
  }
}
