package io.slipway.operator.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An operator sees by watches alone: one that ended and was not begun again is blindness that
 * nobody notices. So it matters what the client makes of connections that end at a bad moment, or
 * never end.
 */
@WithApiServer
class WatchIT {

  private static final Duration PING = Duration.ofMillis(500);

  /** A request on another connection that went silent takes ten seconds to fail. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ApiServer server;
  private final String namespace;
  private final Line line = Line.good();
  private Proxy proxy;
  private KubernetesClient client;
  private SharedIndexInformer<ConfigMap> informer;

  WatchIT(ApiServer server) throws IOException {
    this.server = server;
    this.namespace =
        server
            .client()
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withGenerateName("watched-")
                    .endMetadata()
                    .build())
            .create()
            .getMetadata()
            .getName();
    this.proxy = new Proxy(server.config(), line, () -> {});
    this.client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(proxy.operatorConfig())
                    .withWebsocketPingInterval(PING.toMillis())
                    .build())
            .build();
    this.informer = client.configMaps().inNamespace(namespace).inform();
  }

  @BeforeEach
  void watches() {
    change("first");
    awaitSeen("first");
  }

  @AfterEach
  void close() throws IOException {
    informer.close();
    client.close();
    proxy.close();
  }

  /** The end comes with what was told last, and so while that is still being read. */
  @Test
  void aConnectionThatEndsRightBehindWhatItToldIsBegunAgain() {
    line.breakWatches();
    for (int change = 0; change < 6; change++) {
      change("broken-" + change);
      awaitSeen("broken-" + change);
    }
  }

  /** As behind a load balancer that has forgotten it. */
  @Test
  void aConnectionThatSaysNothingAnyMoreIsBegunAgain() {
    line.silence();
    change("in-silence");

    awaitSeen("in-silence");
  }

  @Test
  void aConnectionOnWhichNothingHappensIsKept() {
    int connections = proxy.connections();
    await().pollDelay(PING.multipliedBy(6)).until(() -> true);
    change("after-calm");

    awaitSeen("after-calm");
    assertThat(proxy.connections()).isEqualTo(connections);
  }

  private void change(String name) {
    server
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build())
        .create();
  }

  private void awaitSeen(String name) {
    await()
        .atMost(SOON)
        .until(() -> informer.getIndexer().getByKey(namespace + "/" + name) != null);
  }
}
