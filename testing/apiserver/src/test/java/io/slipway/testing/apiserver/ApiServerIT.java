package io.slipway.testing.apiserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithApiServer
class ApiServerIT {

  @Test
  void aServerSideApplyOfTheSameObjectChangesNothing(KubernetesClient client) {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("greeting")
            .withNamespace("default")
            .endMetadata()
            .withData(Map.of("text", "hello"))
            .build();

    var first = client.resource(map).serverSideApply();
    var second = client.resource(map).serverSideApply();

    assertThat(second.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion());
  }

  @Test
  void rightsAreChecked(ApiServer server) {
    var nobody = new ConfigBuilder(server.config()).withImpersonateUsername("nobody").build();
    try (var client = new KubernetesClientBuilder().withConfig(nobody).build()) {
      assertThatThrownBy(() -> client.configMaps().inNamespace("default").list())
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
    }
  }

  @Test
  void kubectlReachesIt(ApiServer server) throws Exception {
    Process kubectl =
        new ProcessBuilder(
                server.kubectl().toString(),
                "--kubeconfig",
                server.kubeconfig().toString(),
                "get",
                "--raw",
                "/readyz")
            .start();

    assertThat(new String(kubectl.getInputStream().readAllBytes(), UTF_8)).isEqualTo("ok");
    assertThat(kubectl.waitFor()).isZero();
  }
}
