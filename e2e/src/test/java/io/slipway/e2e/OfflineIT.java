package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Rows on a claim are scored in splits, published as a set and looked up by key; a newer model
 * publishes the next set, and a person goes back.
 */
class OfflineIT {
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");
  private static final int COPIES = 40;
  private static final Duration SOON = Duration.ofMinutes(4);
  private static final String SET = "diabetes";

  @RegisterExtension static final Workspace workspace = new Workspace("offline", "baseline");

  @Test
  void predictionsAreMadeInBulkAndLookedUpByKey() {
    Store store = Store.start(workspace.kubectl(), "lake");
    store.makeFolder("staging");
    store.makeFolder("predictions");
    JsonNode rows = DIABETES.requests().path("instances");
    store.put("patients/part-1.jsonl", lines(rows) + "{\"id\":\"bad\",\"age\":\"old\"}\n");
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));

    apply("first", "v1.pmml", "serve: {replicas: 1}");
    JsonNode first = awaitReady("first");
    assertThat(first.at("/status/phase").asText()).isEqualTo("Published");
    assertThat(first.at("/status/model/digest").asText()).isEqualTo(DIABETES.digest("v1"));
    assertThat(first.at("/status/rows/scored").asLong()).isEqualTo((long) COPIES * rows.size());
    assertThat(first.at("/status/rows/errors").asLong()).isEqualTo(1);
    assertThat(first.at("/status/splits/total").asInt()).isGreaterThan(1);
    assertThat(first.at("/status/splits/committed")).isEqualTo(first.at("/status/splits/total"));
    assertThat(workspace.kubectl().run("get", "batchscoring", "first"))
        .contains("Published", "100%");

    String url = first.at("/status/lookup/url").asText() + "/v1/predictions/" + SET;
    for (int row = 0; row < rows.size(); row++) {
      assertLooksUp(url, "r-7-" + row, DIABETES.requests().at("/predictions/v1").get(row));
    }
    Client.Answer bad = workspace.client().get(url + "/bad");
    assertThat(bad.body()).contains("age");
    assertThat(workspace.client().get(url + "/nobody").status()).isEqualTo(404);

    apply("second", "v2.pmml", "suspend: false");
    JsonNode second = awaitReady("second");
    assertThat(second.at("/status/previousSetId")).isEqualTo(first.at("/status/setId"));
    assertLooksUp(url, "r-0-0", DIABETES.requests().at("/predictions/v2").get(0));

    workspace
        .kubectl()
        .run(
            "patch",
            "batchscoring",
            "second",
            "--type=merge",
            "-p",
            "{\"spec\":{\"publish\":{\"setId\":%d}}}"
                .formatted(first.at("/status/setId").asLong()));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(run("second").at("/status/phase").asText())
                    .as(Deployed.story(run("second")))
                    .isEqualTo("RolledBack"));
    assertLooksUp(url, "r-0-0", DIABETES.requests().at("/predictions/v1").get(0));
  }

  /** Each of the example's rows many times, under keys of their own. */
  private static String lines(JsonNode rows) {
    StringBuilder lines = new StringBuilder();
    for (int copy = 0; copy < COPIES; copy++) {
      for (int row = 0; row < rows.size(); row++) {
        ObjectNode line = rows.get(row).deepCopy();
        line.put("id", "r-%d-%d".formatted(copy, row));
        lines.append(line).append('\n');
      }
    }
    return lines.toString();
  }

  private static void apply(String name, String file, String more) {
    workspace
        .kubectl()
        .applyYaml(
            """
            apiVersion: slipway.io/v1alpha1
            kind: BatchScoring
            metadata: {name: %s}
            spec:
              model: {name: diabetes, uri: "configmap://diabetes-regression-models/%s"}
              input: {type: JsonLines, uri: "pvc://lake/models/patients", keyColumn: id}
              staging: {uri: "pvc://lake/models/staging"}
              output: {type: DuckDb, uri: "pvc://lake/models/predictions", set: %s}
              engine: {splitSize: 16Ki, parallelism: 2}
              validation: {maxErrorRate: 1%%}
              %s
            """
                .formatted(name, file, SET, more));
  }

  private static JsonNode run(String name) {
    return workspace.kubectl().get("batchscoring", name);
  }

  private static JsonNode awaitReady(String name) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              JsonNode run = run(name);
              assertThat(Deployed.status(run, "Ready")).as(Deployed.story(run)).isEqualTo("True");
            });
    return run(name);
  }

  private static void assertLooksUp(String url, String key, JsonNode expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Client.Answer answer = workspace.client().get(url + "/" + key);
              assertThat(answer.status()).as(answer.body()).isEqualTo(200);
              for (var output : expected.properties()) {
                double value = output.getValue().asDouble();
                assertThat(answer.json().at("/values/" + output.getKey()).asDouble())
                    .as("%s of %s", output.getKey(), answer.body())
                    .isCloseTo(value, within(1e-5 * Math.abs(value) + 1e-6));
              }
            });
  }
}
