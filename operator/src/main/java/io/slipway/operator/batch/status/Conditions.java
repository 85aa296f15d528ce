package io.slipway.operator.batch.status;

import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionStatus;
import io.slipway.api.v1alpha1.ConditionType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes conditions in the form that kstatus reads.
 *
 * @param before those that the status has
 * @param generation that they are about
 */
public record Conditions(
    List<Condition> before, long observedGeneration, long generation, Instant now) {

  /** Those that say how things stand. */
  public List<Condition> of(Standing standing) {
    // Ready is never told in the very write that first observes a generation.
    Standing told =
        standing.state() == Standing.State.READY && observedGeneration != generation
            ? justRead(standing)
            : standing;
    List<Condition> conditions = new ArrayList<>();
    boolean ready = told.state() == Standing.State.READY;
    conditions.add(condition(ConditionType.READY, status(ready), told.why()));
    if (told.state() == Standing.State.RECONCILING) {
      conditions.add(condition(ConditionType.RECONCILING, ConditionStatus.TRUE, told.why()));
    }
    if (told.state() == Standing.State.STALLED) {
      conditions.add(condition(ConditionType.STALLED, ConditionStatus.TRUE, told.why()));
    }
    told.paused()
        .map(why -> condition(ConditionType.PAUSED, ConditionStatus.TRUE, why))
        .ifPresent(conditions::add);
    told.available().map(this::available).ifPresent(conditions::add);
    return conditions;
  }

  private static Standing justRead(Standing standing) {
    return new Standing(
        Standing.State.RECONCILING,
        Why.of(BatchReason.PENDING, "the spec was just read"),
        standing.paused(),
        standing.available());
  }

  private Condition available(Standing.Availability lookups) {
    return switch (lookups) {
      case ANSWERED ->
          condition(
              ConditionType.AVAILABLE,
              ConditionStatus.TRUE,
              Why.of(BatchReason.LOOKUP_READY, "look-ups are answered"));
      case UNANSWERED ->
          condition(
              ConditionType.AVAILABLE,
              ConditionStatus.FALSE,
              Why.of(BatchReason.NO_LOOKUP_PODS, "no pod that looks predictions up is ready"));
    };
  }

  private Condition condition(ConditionType type, ConditionStatus status, Why why) {
    String since =
        before.stream()
            .filter(old -> old.is(type))
            .filter(old -> old.status().equals(status.value()))
            .map(Condition::lastTransitionTime)
            .findFirst()
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        type.value(), status.value(), generation, since, why.reason(), why.message());
  }

  private static ConditionStatus status(boolean holds) {
    return holds ? ConditionStatus.TRUE : ConditionStatus.FALSE;
  }
}
