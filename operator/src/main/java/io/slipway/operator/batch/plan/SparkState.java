package io.slipway.operator.batch.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.slipway.api.v1alpha1.BatchReason;
import io.slipway.operator.batch.observe.SparkApi;
import io.slipway.operator.document.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How a SparkApplication is, whichever operator says so.
 *
 * @param kind what follows from it
 * @param words the operator's own, for people
 * @param since when it came to be so, or was made
 * @param reason of a failure
 */
record SparkState(Kind kind, String words, Instant since, BatchReason reason) {

  /** What a run makes of an application. */
  enum Kind {
    /** No operator has said anything of it. */
    UNTAKEN,
    /** It is started, or goes on. */
    UNDER_WAY,
    /** Its operator is at something that is worth telling, and goes on by itself. */
    UNSETTLED,
    /** A queue or a person holds it up. */
    HELD,
    COMPLETE,
    FAILED
  }

  private static final int LONGEST_WORDS = 500;

  private static final Map<String, Kind> KUBEFLOW =
      Map.ofEntries(
          Map.entry("", Kind.UNTAKEN),
          Map.entry("SUBMITTED", Kind.UNDER_WAY),
          Map.entry("RUNNING", Kind.UNDER_WAY),
          Map.entry("SUCCEEDING", Kind.UNDER_WAY),
          Map.entry("RESUMING", Kind.UNDER_WAY),
          Map.entry("COMPLETED", Kind.COMPLETE),
          Map.entry("SUSPENDING", Kind.HELD),
          Map.entry("SUSPENDED", Kind.HELD),
          Map.entry("FAILED", Kind.FAILED));

  private static final Map<String, Kind> APACHE =
      Map.ofEntries(
          Map.entry("", Kind.UNTAKEN),
          Map.entry("Submitted", Kind.UNDER_WAY),
          Map.entry("DriverRequested", Kind.UNDER_WAY),
          Map.entry("DriverStarted", Kind.UNDER_WAY),
          Map.entry("DriverReady", Kind.UNDER_WAY),
          Map.entry("InitializedBelowThresholdExecutors", Kind.UNDER_WAY),
          Map.entry("RunningHealthy", Kind.UNDER_WAY),
          Map.entry("RunningWithPartialCapacity", Kind.UNDER_WAY),
          Map.entry("RunningWithBelowThresholdExecutors", Kind.UNDER_WAY),
          Map.entry("Succeeded", Kind.COMPLETE),
          Map.entry("DriverStartTimedOut", Kind.FAILED),
          Map.entry("DriverReadyTimedOut", Kind.FAILED),
          Map.entry("ExecutorsStartTimedOut", Kind.FAILED),
          Map.entry("Failed", Kind.FAILED),
          Map.entry("SchedulingFailure", Kind.FAILED),
          Map.entry("DriverEvicted", Kind.FAILED),
          Map.entry("ResourceReleased", Kind.FAILED),
          Map.entry("TerminatedWithoutReleaseResources", Kind.FAILED));

  /** They come after the state that says how it ended. */
  private static final Set<String> TIDIED =
      Set.of("ResourceReleased", "TerminatedWithoutReleaseResources");

  /** What the application's status says. */
  static SparkState of(GenericKubernetesResource application) {
    JsonNode status = Json.tree(application).path("status");
    Instant made = time(application.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
    return application.getApiVersion().startsWith(SparkApi.KUBEFLOW.group() + "/")
        ? kubeflow(status, made)
        : apache(status, made);
  }

  private static SparkState kubeflow(JsonNode status, Instant made) {
    String state = status.at("/applicationState/state").asText("");
    boolean isSubmitted = status.path("executionAttempts").asInt() > 0;
    return new SparkState(
        KUBEFLOW.getOrDefault(state, Kind.UNSETTLED),
        words(state, status.at("/applicationState/errorMessage").asText("")),
        Stream.of("terminationTime", "lastSubmissionAttemptTime")
            .flatMap(field -> time(status.path(field).asText("")).stream())
            .findFirst()
            .orElse(made),
        isSubmitted ? BatchReason.JOB_FAILED : BatchReason.SUBMISSION_FAILED);
  }

  private static SparkState apache(JsonNode status, Instant made) {
    JsonNode current = status.path("currentState");
    JsonNode telling = isTidied(current) ? lastBefore(status).orElse(current) : current;
    String state = name(telling);
    return new SparkState(
        APACHE.getOrDefault(state, Kind.UNSETTLED),
        words(state, telling.path("message").asText("")),
        time(telling.path("lastTransitionTime").asText("")).orElse(made),
        state.equals("SchedulingFailure") ? BatchReason.SUBMISSION_FAILED : BatchReason.JOB_FAILED);
  }

  /** How it was before its pods were tidied up, or left. */
  private static Optional<JsonNode> lastBefore(JsonNode status) {
    return status.path("stateTransitionHistory").properties().stream()
        .filter(entry -> !isTidied(entry.getValue()))
        .max(Comparator.comparingLong(entry -> number(entry.getKey())))
        .map(Map.Entry::getValue);
  }

  private static boolean isTidied(JsonNode state) {
    return TIDIED.contains(name(state));
  }

  private static String name(JsonNode state) {
    return state.path("currentStateSummary").asText("");
  }

  private static long number(String key) {
    try {
      return Long.parseLong(key);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** A submission's words are all that a program has written, warnings first. */
  private static String words(String state, String message) {
    String said = message.substring(Math.max(0, message.indexOf("Exception in thread"))).strip();
    String told = said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) + "..." : said;
    return told.isEmpty() ? state : "%s (%s)".formatted(state, told);
  }

  private static Optional<Instant> time(String text) {
    try {
      return text == null || text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
