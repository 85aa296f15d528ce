package io.slipway.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real API server makes of a run that it took, and what of it may change. */
@WithApiServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoredRunIT {

  private static final String RUN =
      """
      apiVersion: slipway.io/v1alpha1
      kind: BatchScoring
      metadata: {name: daily}
      spec:
        model: {name: churn, alias: champion}
        input: {type: Csv, uri: s3://lake/customers, keyColumn: id}
        engine: {}
        output: {type: PostgreSql, connectionSecret: warehouse}
        staging: {uri: s3://lake/staging}
        validation: {}
        publish: {mode: Manual}
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final InstalledCrd crd;

  StoredRunIT(KubernetesClient client) throws IOException {
    this.crd = InstalledCrd.in(client);
  }

  @AfterEach
  void removeTheRun() {
    crd.asWritten(RUN).delete();
  }

  @Test
  void whatIsLeftOutGetsTheDocumentedDefault() {
    GenericKubernetesResource stored = crd.asWritten(RUN).create();

    assertThat(json.valueToTree(stored.get("spec")).at("/engine").toString())
        .isEqualTo(
            """
            {"maxSplits":1000,"parallelism":4,"retriesPerSplit":3,"rowsPerCall":1024,\
            "splitSize":"64Mi","type":"Job"}\
            """);
    assertThat(json.valueToTree(stored.get("spec")).at("/publish/retainSets").asInt()).isEqualTo(5);
    assertThat(json.convertValue(stored, BatchScoring.class).getSpec().validationOrDefault())
        .extracting(rules -> rules.maxErrorRate())
        .isEqualTo("0%");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "alias: champion | alias: challenger",
        "uri: s3://lake/customers | uri: s3://lake/clients",
        "engine: {} | engine: {splitSize: 8Mi}",
        "engine: {} | engine: {type: Spark, podTemplate: {serviceAccountName: s}, spark: {submit: SparkApplication}}",
        "connectionSecret: warehouse | connectionSecret: other",
        "uri: s3://lake/staging | uri: s3://lake/else",
        "validation: {} | validation: {minRows: 3}",
        "mode: Manual | retainSets: 6, mode: Manual",
        "publish: | nonce: 1 ; publish:",
        "publish: | credentialsSecret: other ; publish:"
      })
  void aRunDoesNotChange(String from, String to) {
    crd.asWritten(RUN).create();

    assertThatThrownBy(() -> change(run -> run.replace(from, lines(to))))
        .hasMessageContaining("a run does not change: make another BatchScoring");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "publish: {mode: Manual} | suspend: true ; publish: {mode: Manual}",
        "mode: Manual | mode: OnSuccess",
        "mode: Manual | mode: Manual, setId: 41",
        "publish: {mode: Manual} | serve: {} ; publish: {mode: Manual}",
        "publish: {mode: Manual} | ttlSecondsAfterFinished: 60 ; publish: {mode: Manual}",
        "engine: {} | engine: {parallelism: 8, podTemplate: {labels: {team: fraud}}}",
        "engine: {} | engine: {type: Spark, podTemplate: {serviceAccountName: s}, spark: {executors: 3}}",
        "publish: {mode: Manual} | nonce: 0 ; publish: {mode: Manual}"
      })
  void whatIsNotOfTheRunItselfMayChange(String from, String to) {
    crd.asWritten(RUN).create();

    assertThatCode(() -> change(run -> run.replace(from, lines(to)))).doesNotThrowAnyException();
  }

  @Test
  void whoLetReadersSeeASetCannotTakeThatBackByTheMode() {
    crd.asWritten(RUN.replace("Manual", "OnSuccess")).create();

    assertThatThrownBy(() -> change(UnaryOperator.identity()))
        .hasMessageContaining("publish.mode can be changed from Manual to OnSuccess only");
  }

  /** One line for each part. */
  private static String lines(String parts) {
    return parts.replace(" ; ", "\n  ");
  }

  private void change(UnaryOperator<String> edit) {
    crd.asWritten(edit.apply(RUN)).update();
  }
}
