package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A pod of a ModelDeployment.
 *
 * @param revision whose pod it is; empty for one that resolves a model
 * @param ready whether callers may be sent to it
 * @param state one word: its phase, or why its container does not run
 * @param detail the words of the kubelet, the scheduler or the container on that; may be empty
 * @param restarts how often its container was started again
 * @param node where it is; empty while no node has it
 */
public record Pod(
    String name,
    String revision,
    boolean ready,
    String state,
    String detail,
    int restarts,
    String node,
    Optional<Instant> created) {

  /** The pods of a list, by revision and name. */
  public static List<Pod> list(JsonNode list) {
    return StreamSupport.stream(list.path("items").spliterator(), false)
        .map(Pod::of)
        .sorted(Comparator.comparing(Pod::revision).thenComparing(Pod::name))
        .toList();
  }

  static Pod of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    JsonNode container = object.path("status").path("containerStatuses").path(0);
    State state = State.of(object, container);
    return new Pod(
        metadata.path("name").asText(""),
        metadata.path("labels").path("slipway.io/revision").asText(""),
        condition(object, "Ready").path("status").asText("").equals("True"),
        state.word(),
        state.detail(),
        container.path("restartCount").asInt(),
        object.path("spec").path("nodeName").asText(""),
        Json.time(metadata.path("creationTimestamp").asText("")));
  }

  /** What {@code kubectl get pods} would call it, and why. */
  private record State(String word, String detail) {

    static State of(JsonNode object, JsonNode container) {
      if (object.path("metadata").has("deletionTimestamp")) {
        return new State("Terminating", "");
      }
      JsonNode waiting = container.path("state").path("waiting");
      if (waiting.has("reason")) {
        String last = container.path("lastState").path("terminated").path("message").asText("");
        return new State(
            waiting.path("reason").asText(),
            last.isEmpty() ? waiting.path("message").asText("") : last);
      }
      JsonNode terminated = container.path("state").path("terminated");
      if (terminated.has("reason")) {
        return new State(terminated.path("reason").asText(), terminated.path("message").asText(""));
      }
      JsonNode scheduled = condition(object, "PodScheduled");
      if (scheduled.path("status").asText("").equals("False")) {
        return new State(
            scheduled.path("reason").asText("Pending"), scheduled.path("message").asText(""));
      }
      return new State(object.path("status").path("phase").asText("Unknown"), "");
    }
  }

  private static JsonNode condition(JsonNode object, String type) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText("").equals(type)) {
        return condition;
      }
    }
    return object.path("no such condition");
  }
}
