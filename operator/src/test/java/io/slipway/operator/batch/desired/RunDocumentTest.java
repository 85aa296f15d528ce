package io.slipway.operator.batch.desired;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.slipway.api.v1alpha1.BatchScoring;
import io.slipway.api.v1alpha1.BatchScoringSpec;
import io.slipway.operator.batch.observe.BatchSettings;
import io.slipway.operator.batch.observe.ModelAnswer;
import io.slipway.operator.batch.observe.ModelCredentials;
import io.slipway.operator.document.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What pods of a run are told, and what they are given for it. */
final class RunDocumentTest {
  private static final Path CONTRACT = Path.of("../docs/reference/contract");
  private static final String UID = "6f1c9d0e-6c1f-4a57-9a51-1f0d1b6c2f3a";
  private static final ModelAnswer.Found MODEL =
      new ModelAnswer.Found(
          "churn",
          Optional.of("7"),
          "s3://models/churn/7/model.onnx",
          Optional.empty(),
          Optional.empty(),
          new ModelCredentials.None());
  private static final String OF_A_QUERY =
      """
      input:
        type: Jdbc
        connectionSecret: customers-db
        query: SELECT customer_id, age, city FROM customers WHERE active
        partitionColumn: customer_id
        partitions: 16
        keyColumn: customer_id
        keyType: Integer
      staging: {uri: pvc://runs}
      output: {type: PostgreSql, connectionSecret: warehouse}
      """;

  @Test
  void ofAQueryPodsAreToldWhatTheContractHas() throws IOException {
    JsonNode said = document(run(OF_A_QUERY));
    JsonNode example =
        Json.read(Files.readString(CONTRACT.resolve("batch-run-query.json")), JsonNode.class)
            .orElseThrow();
    for (String section :
        new String[] {"contract", "name", "model", "input", "staging", "output"}) {
      assertThat(said.get(section)).as(section).isEqualTo(example.get(section));
    }
  }

  @Test
  void theSecretOfAQueryIsMountedAndNothingIsRead() {
    BatchVolumes volumes =
        BatchVolumes.ofRun(
            run(OF_A_QUERY),
            MODEL,
            new BatchSettings("slipway-batch:1", "", "", "cluster.local", OptionalLong.empty()),
            BatchRole.SCORE);
    assertThat(volumes.mounts())
        .anySatisfy(
            mount -> {
              assertThat(mount.getMountPath()).isEqualTo("/etc/slipway/source-connection");
              assertThat(mount.getReadOnly()).isTrue();
              assertThat(volumes.volumes())
                  .filteredOn(volume -> volume.getName().equals(mount.getName()))
                  .singleElement()
                  .satisfies(
                      volume ->
                          assertThat(volume.getSecret().getSecretName()).isEqualTo("customers-db"));
            });
  }

  private static BatchScoring run(String spec) {
    BatchScoring run = new BatchScoring();
    run.setMetadata(
        new ObjectMetaBuilder().withNamespace("shop").withName("daily-churn").withUid(UID).build());
    run.setSpec(new KubernetesSerialization().unmarshal(spec, BatchScoringSpec.class));
    return run;
  }

  private static JsonNode document(BatchScoring run) {
    ConfigMap map = RunDocument.configMap(run, MODEL);
    return Json.read(map.getData().getOrDefault(RunDocument.FILE, ""), JsonNode.class)
        .orElseThrow();
  }
}
