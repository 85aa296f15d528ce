package io.slipway.operator.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.api.v1alpha1.Check;
import io.slipway.api.v1alpha1.CheckType;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.api.v1alpha1.RolloutState;
import io.slipway.operator.observe.Measurement;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Instant queries at one Prometheus, the one that the installation names: a resource brings the
 * query, never the address, so that nobody can have the operator call what they cannot.
 *
 * <p>Only while a candidate is judged, and each query at most once in {@link #FRESH}. Safe for use
 * by several threads.
 */
public final class Prometheus implements Measurements {

  /** For how long an answer is as good as a new one. */
  static final Duration FRESH = Duration.ofSeconds(10);

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MOST_BYTES = 64 * 1024;
  private static final int MOST_TEXT = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<RolloutState> JUDGED =
      Set.of(
          RolloutState.SHADOWING, RolloutState.STEPPING, RolloutState.PAUSED, RolloutState.BAKING);

  private record Asked(Instant at, Measurement answer) {}

  private final Optional<URI> address;
  private final Clock clock;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(LIMIT)
          .build();

  /**
   * @param address of Prometheus, with the path that {@code /api/v1} follows; empty where the
   *     installation has none
   */
  public Prometheus(Optional<URI> address, Clock clock) {
    this.address = address;
    this.clock = clock;
  }

  @Override
  public Map<String, Measurement> of(ModelDeployment resource) {
    Map<String, Measurement> found = new HashMap<>();
    if (isJudged(resource)) {
      resource.getSpec().rolloutOrNone().checks().stream()
          .filter(check -> check.type() == CheckType.PROMETHEUS)
          .forEach(check -> found.put(check.name(), measure(check)));
    }
    return found;
  }

  private static boolean isJudged(ModelDeployment resource) {
    return Optional.ofNullable(resource.getStatus())
        .map(status -> status.rollout())
        .filter(rollout -> JUDGED.contains(rollout.state()))
        .isPresent();
  }

  private Measurement measure(Check check) {
    String query = Objects.requireNonNullElse(check.query(), "");
    if (address.isEmpty()) {
      return new Measurement.Missing(
          "the operator was not told where Prometheus is (chart value prometheus.url)");
    }
    Instant now = clock.instant();
    Asked last = asked.get(query);
    if (last != null && !last.at().plus(FRESH).isBefore(now)) {
      return last.answer();
    }
    // Not inside a compute of the map: another query may not wait for this one's answer.
    Measurement answer = ask(address.get(), query);
    asked.values().removeIf(old -> old.at().plus(FRESH).isBefore(now));
    asked.put(query, new Asked(now, answer));
    return answer;
  }

  private Measurement ask(URI prometheus, String query) {
    String base = prometheus.toString().replaceFirst("/+$", "");
    URI uri =
        URI.create(
            base + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(LIMIT).GET().build(),
              HttpResponse.BodyHandlers.ofByteArray());
      return response.body().length > MOST_BYTES
          ? new Measurement.Missing("Prometheus answered with more than one number")
          : read(JSON.readTree(response.body()), clock.instant());
    } catch (IOException e) {
      return new Measurement.Missing("Prometheus at " + prometheus + " gave no answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Measurement.Missing("the operator is ending");
    }
  }

  /** The one number of an answer. */
  static Measurement read(JsonNode answer, Instant at) {
    if (!answer.path("status").asText().equals("success")) {
      return new Measurement.Missing(
          "Prometheus refused the query: " + cut(answer.path("error").asText("no reason")));
    }
    JsonNode result = answer.at("/data/result");
    String type = answer.at("/data/resultType").asText();
    List<JsonNode> samples =
        type.equals("scalar")
            ? List.of(result)
            : result.valueStream().map(series -> series.path("value")).toList();
    if (samples.size() != 1) {
      return new Measurement.Missing(
          "the query gave %d numbers, and a check needs one".formatted(samples.size()));
    }
    String number = samples.getFirst().path(1).asText();
    try {
      double value = Double.parseDouble(number);
      return Double.isNaN(value)
          ? new Measurement.Missing("the query gave NaN")
          : new Measurement.Value(value, at);
    } catch (NumberFormatException e) {
      return new Measurement.Missing("the query gave no number: " + cut(number));
    }
  }

  private static String cut(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT);
  }
}
