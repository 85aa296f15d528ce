package io.slipway.operator.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.slipway.operator.kube.ApiServerWait;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@WithApiServer
class StartIT {

  private final ApiServer server;

  StartIT(ApiServer server) {
    this.server = server;
  }

  @Test
  void anOperatorWaitsForAnApiServerThatIsAway() throws Exception {
    Line line = Line.good();
    line.cut();
    try (Proxy proxy = new Proxy(server.config(), line, () -> {});
        var client = new KubernetesClientBuilder().withConfig(proxy.operatorConfig()).build()) {
      Thread start = Thread.ofVirtual().start(() -> awaitAnswer(client));

      assertThat(start.join(Duration.ofMillis(2500))).as("has gone on without it").isFalse();
      line.mend();

      await().atMost(Duration.ofSeconds(10)).until(() -> !start.isAlive());
    }
  }

  private static void awaitAnswer(KubernetesClient client) {
    try {
      ApiServerWait.untilItAnswers(client);
    } catch (InterruptedIOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
