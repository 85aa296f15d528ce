package io.slipway.operator.podclient;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.operator.document.Comparison;
import io.slipway.operator.observe.PodReport;
import io.slipway.operator.observe.PodReport.Model;
import io.slipway.operator.observe.PodReport.Requests;
import io.slipway.operator.observe.PodReport.State;
import io.slipway.operator.observe.PodReport.Traffic;
import io.slipway.operator.plan.Step.PodAddress;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A pod's {@code GET /status} as it came. Read leniently: a field that is missing or of another
 * type is as if it were not there, and only {@code revision} and {@code state} have to be.
 */
final class StatusDocument {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_TEXT = 1024;

  private final JsonNode root;

  private StatusDocument(JsonNode root) {
    this.root = root;
  }

  /** The document, if the bytes are a JSON object. */
  static Optional<StatusDocument> parse(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      return root != null && root.isObject()
          ? Optional.of(new StatusDocument(root))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** False when another pod answered: addresses are used again. */
  boolean isOf(PodAddress pod) {
    String uid = text(root.at("/pod/uid"));
    return uid.isEmpty() || uid.equals(pod.uid());
  }

  /** The report, if the document has what every report must have. */
  Optional<PodReport> report(Instant observedAt) {
    String revision = text(root.path("revision"));
    if (revision.isEmpty() || !root.path("state").isTextual()) {
      return Optional.empty();
    }
    return Optional.of(
        new PodReport(
            observedAt,
            instant(root.at("/pod/startedAt")),
            revision,
            state(),
            text(root.path("reason")),
            text(root.path("message")),
            model(),
            Comparison.of(root.at("/engine/heldTo")),
            nonEmpty(root.path("executionProvider")),
            capabilities(),
            traffic(),
            root.at("/forward/reachable").asBoolean(false),
            requests(),
            new WindowsDocument(root).windows()));
  }

  private State state() {
    return switch (root.path("state").asText()) {
      case "Fetching" -> State.FETCHING;
      case "Loading" -> State.LOADING;
      case "Ready" -> State.READY;
      case "Leaving" -> State.LEAVING;
      case "Failed" -> State.FAILED;
      default -> State.UNKNOWN;
    };
  }

  private Optional<Model> model() {
    JsonNode model = root.path("model");
    return nonEmpty(model.path("digest"))
        .map(
            digest ->
                new Model(
                    text(model.path("name")),
                    text(model.path("version")),
                    digest,
                    text(model.path("format"))));
  }

  private Set<String> capabilities() {
    Set<String> capabilities = new LinkedHashSet<>();
    root.path("capabilities").forEach(item -> nonEmpty(item).ifPresent(capabilities::add));
    return capabilities;
  }

  private Optional<Traffic> traffic() {
    JsonNode traffic = root.path("traffic");
    if (!traffic.path("epoch").isIntegralNumber() || !traffic.path("sequence").isIntegralNumber()) {
      return Optional.empty();
    }
    return Optional.of(
        new Traffic(
            traffic.path("epoch").asLong(),
            traffic.path("sequence").asLong(),
            text(traffic.path("target")),
            traffic.path("weightBp").asInt(0)));
  }

  private Optional<Requests> requests() {
    JsonNode requests = root.path("requests");
    if (!requests.path("callers").isIntegralNumber()) {
      return Optional.empty();
    }
    JsonNode last = requests.path("lastCallerMillisAgo");
    return Optional.of(
        new Requests(
            requests.path("callers").asLong(),
            requests.path("hops").asLong(0),
            requests.path("inFlight").asInt(0),
            last.isIntegralNumber() && last.asLong() >= 0
                ? Optional.of(Duration.ofMillis(last.asLong()))
                : Optional.empty()));
  }

  private static Optional<Instant> instant(JsonNode node) {
    try {
      return nonEmpty(node).map(Instant::parse);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> nonEmpty(JsonNode node) {
    return Optional.of(text(node)).filter(text -> !text.isEmpty());
  }

  /** A text's beginning: what goes into a status has to have an end. */
  private static String text(JsonNode node) {
    String text = node.isTextual() ? node.asText() : "";
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
