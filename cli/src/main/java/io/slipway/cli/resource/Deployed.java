package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import io.slipway.api.v1alpha1.ModelDeploymentStatus;
import io.slipway.api.v1alpha1.ModelSource;
import io.slipway.api.v1alpha1.Rollout;
import io.slipway.api.v1alpha1.RolloutState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A ModelDeployment as the API server has it.
 *
 * @param resourceVersion names this state of the object, for writes that must not meet another
 * @param generation counts the edits of its spec
 * @param managers who wrote its fields; empty where it was read without them
 * @param model what {@code spec.model} says
 * @param modelKeys the keys that {@code spec.model} has, those included that this program does not
 *     know
 * @param stateWord where the version change is, in the operator's own word
 * @param rollout what {@code spec.rollout} says, with its defaults
 */
public record Deployed(
    String namespace,
    String name,
    String resourceVersion,
    long generation,
    Map<String, String> labels,
    Map<String, String> annotations,
    List<FieldManager> managers,
    ModelSource model,
    Set<String> modelKeys,
    Rollout rollout,
    String stateWord,
    ModelDeploymentStatus status) {

  /** The annotation by which people say how a rollout goes on. */
  public static final String ACTION = "slipway.io/action";

  /**
   * The value of a resource's JSON.
   *
   * @throws IllegalArgumentException for JSON of something else
   */
  public static Deployed of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    JsonNode spec = object.path("spec");
    Set<String> modelKeys = new TreeSet<>();
    spec.path("model").fieldNames().forEachRemaining(modelKeys::add);
    List<FieldManager> managers = new ArrayList<>();
    metadata.path("managedFields").forEach(entry -> managers.add(FieldManager.of(entry)));
    return new Deployed(
        metadata.path("namespace").asText(""),
        metadata.path("name").asText(""),
        metadata.path("resourceVersion").asText(""),
        metadata.path("generation").asLong(),
        Json.texts(metadata.path("labels")),
        Json.texts(metadata.path("annotations")),
        List.copyOf(managers),
        Json.read(spec.path("model"), ModelSource.class),
        modelKeys,
        Json.read(spec.path("rollout"), Rollout.class),
        object.path("status").path("rollout").path("state").asText("Stable"),
        Json.read(object.path("status"), ModelDeploymentStatus.class));
  }

  /** As people write it: {@code namespace/name}. */
  public String fullName() {
    return namespace + "/" + name;
  }

  /** The command line that says {@code word} to it. */
  public String command(String word) {
    return "kubectl slipway " + word + " " + name + " -n " + namespace;
  }

  /** Whether the operator has ever looked at it. */
  public boolean isSeen() {
    Long observed = status.observedGeneration();
    return observed != null && observed >= 0;
  }

  /** Whether the status is about the spec as it is now. */
  public boolean isObserved() {
    Long observed = status.observedGeneration();
    return observed != null && observed >= generation;
  }

  /** Whether a condition of that type holds. */
  public boolean is(ConditionType type) {
    return status.condition(type).filter(Condition::holds).isPresent();
  }

  /** Where the version change is; {@code STABLE} where the status has none. */
  public RolloutState state() {
    return status.rollout() == null ? RolloutState.STABLE : status.rollout().state();
  }

  /** The step of the state, if it has several. */
  public Optional<String> step() {
    return status.rollout() == null
        ? Optional.empty()
        : Optional.ofNullable(status.rollout().step());
  }
}
