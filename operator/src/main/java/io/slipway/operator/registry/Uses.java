package io.slipway.operator.registry;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.RevisionStatus;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.desired.StoredRevision;
import io.slipway.operator.registry.Use.Place;
import io.slipway.operator.registry.Use.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a resource's status which versions of the registry it uses. */
final class Uses {

  /** In which the candidate is on its way in. */
  private static final Set<RolloutState> ON_TRIAL =
      Set.of(
          RolloutState.PREPARING,
          RolloutState.SHADOWING,
          RolloutState.STEPPING,
          RolloutState.PAUSED,
          RolloutState.PROMOTING);

  /** What no digest's first twelve digits look like. */
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private Uses() {}

  /**
   * @param revisions of the resource, which take long to read
   * @param known what was read before
   */
  static List<Use> of(
      ModelDeployment resource,
      Supplier<List<ControllerRevision>> revisions,
      Function<Place, Optional<Use>> known) {
    List<Use> uses = new ArrayList<>();
    ModelDeploymentStatus status = resource.getStatus();
    if (status != null) {
      use(resource, Track.STABLE, status.stable(), revisions, known).ifPresent(uses::add);
      if (status.rollout() != null && ON_TRIAL.contains(status.rollout().state())) {
        use(resource, Track.CANDIDATE, status.candidate(), revisions, known).ifPresent(uses::add);
      }
    }
    return uses;
  }

  private static Optional<Use> use(
      ModelDeployment resource,
      Track track,
      @Nullable RevisionStatus used,
      Supplier<List<ControllerRevision>> revisions,
      Function<Place, Optional<Use>> known) {
    if (used == null || used.version() == null || !NUMBER.matcher(used.version()).matches()) {
      return Optional.empty();
    }
    Place place =
        new Place(
            resource.getMetadata().getNamespace(),
            resource.getMetadata().getName(),
            resource.getMetadata().getUid(),
            track);
    return known
        .apply(place)
        .filter(use -> use.revision().equals(used.revision()))
        .or(() -> read(place, used.revision(), revisions.get()));
  }

  private static Optional<Use> read(
      Place place, String revision, List<ControllerRevision> revisions) {
    return revisions.stream()
        .filter(object -> object.getMetadata().getName().equals(revision))
        .findFirst()
        .flatMap(StoredRevision::of)
        .filter(stored -> !stored.resolved().number().isEmpty())
        .map(stored -> new Use(place, stored.model(), stored.resolved().number(), revision));
  }
}
