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
 * Splits are scored by an executor that a driver of Spark makes of a pod, with rights on pods alone
 * ; what comes out is looked up by key.
 */
class SparkOfflineIT {
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");
  private static final int COPIES = 40;
  private static final Duration SOON = Duration.ofMinutes(4);

  @RegisterExtension static final Workspace workspace = new Workspace("spark", "baseline");

  @Test
  void aDriverMakesAnExecutorThatScoresTheSplits() {
    Store store = Store.start(workspace.kubectl(), "lake");
    store.makeFolder("staging");
    store.makeFolder("predictions");
    JsonNode rows = DIABETES.requests().path("instances");
    store.put("patients/part-1.jsonl", lines(rows) + "{\"id\":\"bad\",\"age\":\"old\"}\n");
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    workspace.kubectl().applyYaml(run());

    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> assertThat(pods("spark-role=executor")).as(Deployed.story(batch())).isNotEmpty());
    JsonNode executor = pods("spark-role=executor").get(0);
    assertThat(executor.at("/spec/automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(executor.at("/metadata/ownerReferences/0/kind").asText()).isEqualTo("Pod");
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(Deployed.status(batch(), "Ready"))
                    .as(Deployed.story(batch()))
                    .isEqualTo("True"));

    JsonNode status = batch().path("status");
    assertThat(status.path("phase").asText()).isEqualTo("Published");
    assertThat(status.at("/rows/scored").asLong()).isEqualTo((long) COPIES * rows.size());
    assertThat(status.at("/rows/errors").asLong()).isEqualTo(1);
    assertThat(status.at("/splits/total").asInt()).isGreaterThan(1);
    assertThat(status.at("/splits/committed")).isEqualTo(status.at("/splits/total"));
    JsonNode driver = pods("batch.kubernetes.io/job-name=patients-score").get(0);
    assertThat(driver.at("/metadata/annotations").toString())
        .as("how far the driver said it was")
        .contains("slipway.io/progress");
    String url = status.at("/lookup/url").asText() + "/v1/predictions/patients";
    assertLooksUp(url + "/r-7-0", DIABETES.requests().at("/predictions/v1").get(0));
    assertThat(workspace.client().get(url + "/bad").body()).contains("age");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(pods("spark-role=executor")).as("executors").isEmpty());
  }

  /** The run and its account: that of the example, smaller. */
  private static String run() {
    return """
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: spark}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata: {name: spark}
    rules:
    - {apiGroups: [""], resources: [pods], verbs: [get, list, watch, create, patch, delete, deletecollection]}
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata: {name: spark}
    roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: spark}
    subjects: [{kind: ServiceAccount, name: spark}]
    ---
    apiVersion: slipway.io/v1alpha1
    kind: BatchScoring
    metadata: {name: patients}
    spec:
      model: {name: diabetes, uri: "configmap://diabetes-regression-models/v1.pmml"}
      input: {type: JsonLines, uri: "pvc://lake/models/patients", keyColumn: id}
      staging: {uri: "pvc://lake/models/staging"}
      output: {type: DuckDb, uri: "pvc://lake/models/predictions"}
      engine:
        type: Spark
        splitSize: 16Ki
        podTemplate: {serviceAccountName: spark}
        spark: {executors: 1, executorCores: 2, executorMemory: 512m, driverMemory: 512m, conf: {spark.kubernetes.executor.request.cores: 100m}}
      validation: {maxErrorRate: 1%}
      serve: {replicas: 1}
    """;
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

  private static JsonNode batch() {
    return workspace.kubectl().get("batchscoring", "patients");
  }

  private static JsonNode pods(String selector) {
    return workspace.kubectl().get("pods", "-l", selector).path("items");
  }

  private static void assertLooksUp(String url, JsonNode expected) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Client.Answer answer = workspace.client().get(url);
              assertThat(answer.status()).as(answer.body()).isEqualTo(200);
              for (var output : expected.properties()) {
                double value = output.getValue().asDouble();
                assertThat(answer.json().at("/values/" + output.getKey()).asDouble())
                    .isCloseTo(value, within(1e-5 * Math.abs(value) + 1e-6));
              }
            });
  }
}
