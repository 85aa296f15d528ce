package io.slipway.cli.resource;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A pod of a run: one attempt at what a Job is for, or one that looks predictions up.
 *
 * @param role what it is for, like {@code score}
 * @param job whose it is; empty for one that looks predictions up
 * @param container the one that does it, beside which a mesh may have put its own
 * @param split that it scores
 * @param state one word: its phase, or why its container does not run
 * @param detail the words of the kubelet or the scheduler on that; may be empty
 * @param begun whether its container has ever run, so that there is a log
 * @param ended how its container ended, if it has
 */
public record BatchPod(
    String name,
    String role,
    String job,
    String container,
    OptionalInt split,
    String state,
    String detail,
    boolean begun,
    Optional<Ended> ended,
    Optional<Instant> created) {

  private static final String ROLE = "slipway.io/role";
  private static final String JOB = "batch.kubernetes.io/job-name";
  private static final String OF_JOBS = "batch";

  /** Of pods that another operator has Spark make. */
  private static final Set<String> OF_SPARK =
      Set.of("spark-kubernetes-driver", "spark-kubernetes-executor");

  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  /**
   * How a container ended.
   *
   * @param word the last word that it left; an empty object where it left none
   */
  public record Ended(int exitCode, String reason, JsonNode word, Optional<Instant> at) {

    static Ended of(JsonNode terminated) {
      String message = terminated.path("message").asText("").strip();
      return new Ended(
          terminated.path("exitCode").asInt(-1),
          terminated.path("reason").asText(""),
          word(message),
          Json.time(terminated.path("finishedAt").asText("")));
    }

    /** One that is cut off, or that something else wrote, is told as the message that it is. */
    private static JsonNode word(String message) {
      JsonNode none = Json.mapper().createObjectNode();
      if (message.isEmpty()) {
        return none;
      }
      try {
        JsonNode word = Json.tree(message);
        return word.isObject() ? word : Json.mapper().createObjectNode().put("message", message);
      } catch (IllegalArgumentException e) {
        return Json.mapper().createObjectNode().put("message", message);
      }
    }

    /** Whether it did what it was for. */
    public boolean isSuccess() {
      return exitCode == 0;
    }
  }

  /** The pods of a list, by role, split and time. */
  public static List<BatchPod> list(JsonNode list) {
    return StreamSupport.stream(list.path("items").spliterator(), false)
        .map(BatchPod::of)
        .sorted(ORDER)
        .toList();
  }

  private static final Comparator<BatchPod> ORDER =
      Comparator.comparing(BatchPod::job)
          .thenComparingInt(pod -> pod.split().orElse(-1))
          .thenComparing(pod -> pod.created().orElse(Instant.EPOCH))
          .thenComparing(BatchPod::name);

  static BatchPod of(JsonNode object) {
    JsonNode metadata = object.path("metadata");
    Map<String, String> labels = Json.texts(metadata.path("labels"));
    JsonNode container = object.path("status").path("containerStatuses").path(0);
    JsonNode state = container.path("state");
    Pod pod = Pod.of(object);
    return new BatchPod(
        pod.name(),
        labels.getOrDefault(ROLE, ""),
        labels.getOrDefault(JOB, ""),
        container(object),
        split(labels.getOrDefault(INDEX, "")),
        pod.state(),
        pod.detail(),
        state.has("running") || state.has("terminated") || pod.restarts() > 0,
        state.has("terminated")
            ? Optional.of(Ended.of(state.path("terminated")))
            : Optional.empty(),
        pod.created());
  }

  private static String container(JsonNode object) {
    return StreamSupport.stream(object.at("/spec/containers").spliterator(), false)
        .map(container -> container.path("name").asText(""))
        .filter(OF_SPARK::contains)
        .findFirst()
        .orElse(OF_JOBS);
  }

  private static OptionalInt split(String index) {
    return index.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(index))
        : OptionalInt.empty();
  }

  /** Of several attempts at the same the newest; all pods that are no attempts of a Job. */
  public static List<BatchPod> newest(List<BatchPod> pods) {
    return pods.stream()
        .collect(Collectors.toMap(BatchPod::task, pod -> pod, BinaryOperator.maxBy(ORDER)))
        .values()
        .stream()
        .sorted(ORDER)
        .toList();
  }

  /** What it is an attempt at. */
  private String task() {
    return job.isEmpty() ? name : job + "#" + split.orElse(-1);
  }

  /** Whether its container runs now. */
  public boolean isRunning() {
    return begun && ended.isEmpty() && state.equals("Running");
  }

  /** How many rows it found without a prediction, where it has said so. */
  public OptionalLong rowErrors() {
    return ended
        .filter(Ended::isSuccess)
        .filter(end -> end.word().has("errors"))
        .map(end -> OptionalLong.of(end.word().path("errors").asLong()))
        .orElse(OptionalLong.empty());
  }
}
