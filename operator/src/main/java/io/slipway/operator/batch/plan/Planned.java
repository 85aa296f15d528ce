package io.slipway.operator.batch.plan;

import io.slipway.operator.plan.Plan;
import io.slipway.operator.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to do now, and when to look again: see {@link Plan}.
 *
 * @param <S> the status of the resource
 * @param status the status to write; empty when the one there says all
 */
public record Planned<S>(
    List<Step> steps,
    Optional<S> status,
    List<Plan.Event> events,
    Optional<Duration> requeueAfter) {

  public Planned {
    steps = List.copyOf(steps);
    events = List.copyOf(events);
  }
}
