package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scheduling by an extended resource: what the pod asks for, where it lands, and if it cannot. */
class GpuIT {
  private static final String RESOURCE = "example.com/slipway-gpu";
  private static final Examples.Example DIGITS = Examples.named("digits-network-onnx");

  @RegisterExtension static final Workspace workspace = new Workspace("gpu");

  @BeforeAll
  static void open() {
    workspace.kubectl().apply(DIGITS.file("configmap.yaml"));
  }

  @Test
  void thePodGoesToTheNodeThatHasTheResourceAndAsksForTheCudaImage() {
    String node = workspace.kubectl().offer(RESOURCE, 1);

    workspace
        .kubectl()
        .applyYaml(
            """
        apiVersion: slipway.io/v1alpha1
        kind: ModelDeployment
        metadata: {name: digits}
        spec:
          model: {uri: "configmap://digits-network-models/v1.onnx"}
          replicas: 1
          gpu: {count: 1, resourceName: %s, policy: Required}
        """
                .formatted(RESOURCE));

    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> {
              assertThat(workspace.deployed("digits").pods()).hasSize(1);
              JsonNode pod = workspace.deployed("digits").pods().getFirst();
              assertThat(pod.at("/spec/nodeName").asText()).isEqualTo(node);
              JsonNode container = pod.at("/spec/containers/0");
              assertThat(container.path("resources").path("limits").path(RESOURCE).asText())
                  .isEqualTo("1");
              assertThat(container.path("image").asText()).contains("slipway-runtime-cuda");
            });
  }

  @Test
  void whereNoNodeHasTheResourceAPreferredGpuIsDoneWithout() {
    workspace
        .kubectl()
        .applyYaml(
            """
        apiVersion: slipway.io/v1alpha1
        kind: ModelDeployment
        metadata: {name: anyway}
        spec:
          model: {uri: "configmap://digits-network-models/v1.onnx"}
          replicas: 1
          gpu: {count: 1, resourceName: example.com/no-such-gpu, policy: Preferred}
        """);

    JsonNode resource = workspace.deployed("anyway").awaitTrue("Ready", Duration.ofMinutes(3));

    assertThat(resource.at("/status/stable/executionProvider").asText()).isEqualTo("CPU");
    assertThat(resource.at("/status/stable/readyReplicas").asInt()).isEqualTo(1);
    Client.Answer answer =
        workspace
            .client()
            .firstAnswer(
                "http://anyway/v1/models/anyway:predict", "application/json", DIGITS.body());
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Slipway-Digest")).isEqualTo(DIGITS.digest("v1"));
  }
}
