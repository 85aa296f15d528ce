package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.api.v1alpha1.Condition;
import io.slipway.api.v1alpha1.ConditionType;
import java.util.List;
import java.util.Optional;

/** A resource of offline scoring as the API server has it: a run, or what makes runs. */
public sealed interface Batch permits BatchRun, BatchSchedule {

  /**
   * The value of a resource's JSON.
   *
   * @throws IllegalArgumentException for JSON of something else
   */
  static Batch of(JsonNode object) {
    return switch (object.path("kind").asText("")) {
      case BatchRun.KIND -> BatchRun.of(object);
      case BatchSchedule.KIND -> BatchSchedule.of(object);
      default ->
          throw new IllegalArgumentException(
              "neither a BatchScoring nor a ScheduledBatchScoring: "
                  + object.path("kind").asText("without a kind"));
    };
  }

  Metadata metadata();

  /** As the YAML has it. */
  String kind();

  /** As kubectl knows it. */
  String resource();

  /** Whether a person stopped it. */
  boolean suspended();

  /** The generation that the status is about; empty before the operator has seen any. */
  Optional<Long> observed();

  List<Condition> conditions();

  /** The name alone. */
  default String name() {
    return metadata().name();
  }

  /** As people write it: {@code namespace/name}. */
  default String fullName() {
    return metadata().fullName();
  }

  /** The command line that says {@code word} to it. */
  default String command(String word) {
    return "kubectl slipway batch " + word + " " + name() + " -n " + metadata().namespace();
  }

  /** Whether the operator has ever looked at it. */
  default boolean isSeen() {
    return observed().filter(generation -> generation >= 0).isPresent();
  }

  /** Whether the status is about the spec as it is now. */
  default boolean isObserved() {
    return observed().filter(generation -> generation >= metadata().generation()).isPresent();
  }

  /** The condition of that type, if the status has it. */
  default Optional<Condition> condition(ConditionType type) {
    return conditions().stream().filter(condition -> condition.is(type)).findFirst();
  }

  /** Whether a condition of that type holds. */
  default boolean is(ConditionType type) {
    return condition(type).filter(Condition::holds).isPresent();
  }
}
