package io.slipway.operator.plan;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.desired.Hashes;
import io.slipway.operator.desired.Labels;
import io.slipway.operator.desired.Ownership;
import io.slipway.operator.desired.ResolvedModel;
import io.slipway.operator.desired.Revisions;
import io.slipway.operator.observe.Observation;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Which of the revisions that are made of the same is meant. There is one, unless a person had it
 * made anew for the sake of today's runtime; then it is the newest, until the spec changes.
 *
 * @param model what the spec was resolved to
 */
record Refreshing(Observation observation, ResolvedModel model) {

  /** What the wanted revision was made anew for; empty where nobody asked for that. */
  Optional<String> token() {
    return pending().or(this::newest);
  }

  private Optional<String> pending() {
    ModelDeployment resource = observation.resource();
    return Command.pending(resource)
        .filter(command -> command.verb() == Command.Verb.REFRESH)
        .filter(command -> serves(command.revision()))
        .map(Command::value)
        .map(Hashes::word);
  }

  private boolean serves(String revision) {
    return Optional.ofNullable(observation.resource().getStatus())
        .map(status -> status.stable())
        .filter(stable -> stable.revision().equals(revision))
        .isPresent();
  }

  private Optional<String> newest() {
    ModelDeployment resource = observation.resource();
    // Naming a revision means hashing the spec, for each that there is; hardly any was refreshed.
    if (observation.owned().revisions().stream()
        .allMatch(object -> Labels.annotation(object, Labels.REFRESH).isEmpty())) {
      return Optional.empty();
    }
    return observation.owned().revisions().stream()
        .filter(object -> Ownership.controls(resource, object))
        .filter(this::isMadeOfTheSame)
        .max(Comparator.comparing(ControllerRevision::getRevision))
        .flatMap(object -> Labels.annotation(object, Labels.REFRESH));
  }

  private boolean isMadeOfTheSame(ControllerRevision object) {
    Optional<String> refresh = Labels.annotation(object, Labels.REFRESH);
    return Objects.equals(
        object.getMetadata().getName(), Revisions.name(observation.resource(), model, refresh));
  }
}
