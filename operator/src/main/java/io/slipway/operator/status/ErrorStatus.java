package io.slipway.operator.status;

import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionStatus;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of a resource that the operator failed to look at: what was known stays, and it is not
 * ready, since nobody can say that what the spec asks for is what serves.
 */
public final class ErrorStatus {

  private ErrorStatus() {}

  /**
   * @param cause in words
   */
  public static ModelDeploymentStatus of(ModelDeployment resource, Instant now, String cause) {
    Optional<ModelDeploymentStatus> before = Optional.ofNullable(resource.getStatus());
    String message = "the operator met an error and tries again; its log has the details: " + cause;
    long generation = Objects.requireNonNullElse(resource.getMetadata().getGeneration(), 0L);
    List<Condition> conditions =
        Stream.concat(
                Stream.of(
                    condition(
                        before,
                        ConditionType.READY,
                        ConditionStatus.FALSE,
                        generation,
                        now,
                        message),
                    condition(
                        before,
                        ConditionType.RECONCILING,
                        ConditionStatus.TRUE,
                        generation,
                        now,
                        message)),
                before.flatMap(status -> status.condition(ConditionType.AVAILABLE)).stream())
            .toList();
    return new ModelDeploymentStatus(
        generation,
        before.map(ModelDeploymentStatus::url).orElse(null),
        before.map(ModelDeploymentStatus::stable).orElse(null),
        before.map(ModelDeploymentStatus::candidate).orElse(null),
        before.map(ModelDeploymentStatus::failedRevisions).orElse(List.of()),
        before.map(ModelDeploymentStatus::rollout).orElse(null),
        before.map(ModelDeploymentStatus::traffic).orElse(null),
        before.map(ModelDeploymentStatus::checks).orElse(List.of()),
        before.map(ModelDeploymentStatus::lastHandledAction).orElse(null),
        conditions);
  }

  private static Condition condition(
      Optional<ModelDeploymentStatus> before,
      ConditionType type,
      ConditionStatus status,
      long generation,
      Instant now,
      String message) {
    String since =
        before
            .flatMap(known -> known.condition(type))
            .filter(known -> known.status().equals(status.value()))
            .map(Condition::lastTransitionTime)
            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        type.value(), status.value(), generation, since, Reason.OPERATOR_ERROR.value(), message);
  }
}
