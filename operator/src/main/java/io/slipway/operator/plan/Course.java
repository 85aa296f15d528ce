package io.slipway.operator.plan;

import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.api.v1alpha1.RolloutStatus;
import io.slipway.operator.status.Trail;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a version change is, as the status has it.
 *
 * @param state {@link RolloutState#UNKNOWN} without a status
 * @param step within it, empty for none
 * @param stable the revision that was committed last
 * @param candidate the revision that was on its way
 * @param trail what else is known of it
 */
record Course(
    RolloutState state,
    String step,
    Optional<String> stable,
    Optional<String> candidate,
    Trail trail) {

  /** Of a resource without a status. */
  static final Course NONE =
      new Course(RolloutState.UNKNOWN, "", Optional.empty(), Optional.empty(), Trail.NONE);

  static Course of(Optional<ModelDeploymentStatus> status) {
    return status.map(Course::of).orElse(NONE);
  }

  private static Course of(ModelDeploymentStatus status) {
    Optional<RolloutStatus> rollout = Optional.ofNullable(status.rollout());
    return new Course(
        rollout.map(RolloutStatus::state).orElse(RolloutState.UNKNOWN),
        rollout.map(it -> Objects.requireNonNullElse(it.step(), "")).orElse(""),
        Optional.ofNullable(status.stable()).map(RevisionStatus::revision),
        Optional.ofNullable(status.candidate()).map(RevisionStatus::revision),
        Trail.of(status));
  }

  /** The same without the change that was under way. */
  Course withoutChange() {
    return new Course(RolloutState.STABLE, "", stable, Optional.empty(), Trail.NONE);
  }

  boolean isIn(RolloutState wanted) {
    return state == wanted;
  }

  /** Whether that revision is the one on its way. */
  boolean leadsTo(String revision) {
    return candidate.filter(revision::equals).isPresent();
  }

  /** The name of the change that leads, or led last, to that revision. */
  Optional<String> idOf(String revision) {
    return trail.id().filter(id -> id.startsWith(revision + "."));
  }
}
