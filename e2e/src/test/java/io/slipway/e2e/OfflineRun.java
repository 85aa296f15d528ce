package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A BatchScoring on the cluster, as {@code kubectl get} shows it, and what its look-ups answer.
 *
 * @param set that it publishes a version of, its own in these tests
 */
record OfflineRun(Workspace workspace, String name, String set) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The phases that an undisturbed run has, in their order. */
  private static final List<String> PHASES =
      List.of("Pending", "Planning", "Scoring", "Publishing", "Published");

  /** Of the service that looks up, by default. */
  private static final int MOST_KEYS = 1000;

  JsonNode now() {
    return workspace.kubectl().get("batchscoring", name);
  }

  /**
   * How far it is, as a number that only grows.
   *
   * @throws AssertionError where it is in none of the phases of a run that goes well
   */
  static int phase(JsonNode run) {
    int phase = PHASES.indexOf(run.at("/status/phase").asText("Pending"));
    assertThat(phase).as(Deployed.story(run)).isNotNegative();
    return phase;
  }

  /** The number of a phase, to compare with. */
  static int phase(String word) {
    return PHASES.indexOf(word);
  }

  /** Pods of a role that are not going away, by split and name. */
  List<JsonNode> pods(String role) {
    return workspace
        .kubectl()
        .get("pods", "-l", "slipway.io/batch=" + name + ",slipway.io/role=" + role)
        .path("items")
        .valueStream()
        .filter(pod -> pod.at("/metadata/deletionTimestamp").isMissingNode())
        .sorted(
            Comparator.<JsonNode>comparingInt(
                    pod ->
                        pod.at("/metadata/labels")
                            .path("batch.kubernetes.io/job-completion-index")
                            .asInt())
                .thenComparing(pod -> pod.at("/metadata/name").asText()))
        .toList();
  }

  /** The resource once readers see the set and look-ups are answered. */
  JsonNode awaitReady(Duration atMost) {
    await()
        .atMost(atMost)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              JsonNode run = now();
              assertThat(Deployed.status(run, "Ready")).as(story(run)).isEqualTo("True");
            });
    return now();
  }

  /** What a failed assertion prints. */
  String story(JsonNode run) {
    return Deployed.story(run)
        + "\n"
        + workspace
            .kubectl()
            .attempt("", "get", "jobs,pods", "-l", "slipway.io/batch=" + name, "-o", "wide")
            .out();
  }

  /** Every row of the set by its key: its values to the last digit, or its error. */
  SortedMap<String, String> rows(JsonNode run, List<String> keys) {
    String url = run.at("/status/lookup/url").asText() + "/v1/predictions/" + set;
    SortedMap<String, String> rows = new TreeMap<>();
    for (int from = 0; from < keys.size(); from += MOST_KEYS) {
      ObjectNode ask = JSON.createObjectNode();
      ArrayNode asked = ask.putArray("keys");
      keys.subList(from, Math.min(from + MOST_KEYS, keys.size())).forEach(asked::add);
      Client.Answer answer =
          await()
              .atMost(Duration.ofSeconds(60))
              .until(
                  () ->
                      workspace.client().post(url + ":lookup", "application/json", ask.toString()),
                  it -> it.status() == 200);
      for (JsonNode row : answer.json().path("results")) {
        rows.put(
            row.path("key").asText(),
            row.path("status").asText() + " " + row.path("values") + row.path("error").asText(""));
      }
    }
    return rows;
  }

  /** The versions of the set that the warehouse has. */
  List<JsonNode> versions(JsonNode run) {
    String url = run.at("/status/lookup/url").asText() + "/v1/predictions/" + set + "/sets";
    Client.Answer answer = workspace.client().send("GET", url, Map.of(), "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json().path("sets").valueStream().toList();
  }

  /** It and its pods go; its set stays. */
  void remove() {
    workspace.kubectl().run("delete", "batchscoring", name, "--timeout=120s");
  }
}
