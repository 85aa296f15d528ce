package io.slipway.operator.crash;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.slipway.operator.OperatorConfig;
import io.slipway.operator.SlipwayOperator;
import io.slipway.operator.leader.LeaseTiming;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.podclient.PodClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one operator running, as a Deployment of one replica does: where it dies, another one
 * begins, which knows nothing of it.
 */
final class Supervisor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private static final OperatorSettings SETTINGS =
      new OperatorSettings(
          "example.org/slipway-runtime:1",
          "example.org/slipway-runtime-cuda:1",
          "cluster.local",
          10,
          new OperatorSettings.Timing(
              Duration.ofMillis(50),
              Duration.ofMillis(100),
              Duration.ofMillis(200),
              Duration.ofSeconds(5),
              Duration.ofSeconds(2)));

  private final Config config;
  private final MockCluster cluster;
  private final List<Instance> instances = new ArrayList<>();

  Supervisor(Config config, MockCluster cluster) {
    this.config = config;
    this.cluster = cluster;
  }

  /** Starts the first operator, which is to die of that from its first write on. */
  void start(Optional<Death> death) throws IOException {
    begin(death);
  }

  /** Counts the running operator's writes from now on, and lets it die of one. */
  synchronized void arm(Optional<Death> death) {
    instances.getFirst().proxy.arm(death);
  }

  /** The writes that were counted. */
  synchronized List<Request> writes() {
    return instances.getFirst().proxy.writes();
  }

  synchronized boolean hasHadADeath() {
    return instances.size() > 1;
  }

  private synchronized void begin(Optional<Death> death) throws IOException {
    var instance = new Instance();
    instance.proxy.arm(death);
    instances.add(instance);
    Thread.startVirtualThread(instance::live);
  }

  private void succeed() {
    try {
      begin(Optional.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    List<Instance> all;
    synchronized (this) {
      all = List.copyOf(instances);
    }
    all.forEach(instance -> instance.end.countDown());
    try {
      for (Instance instance : all) {
        instance.gone.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One process. */
  private final class Instance {

    private final Proxy proxy;
    private final PodClient pods =
        new PodClient(Clock.systemUTC(), cluster.endpoints(), PodClient.LIMIT);
    private final KubernetesClient client;
    private final SlipwayOperator operator;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);

    Instance() throws IOException {
      proxy = new Proxy(config, this::die);
      client =
          new KubernetesClientBuilder()
              .withConfig(proxy.operatorConfig())
              .withKubernetesSerialization(cluster.client().getKubernetesSerialization())
              .build();
      operator = new SlipwayOperator(operatorConfig(), client, pods, Clock.systemUTC(), () -> {});
    }

    /** At once, and to pods too. */
    private void die() {
      pods.close();
      end.countDown();
      Thread.startVirtualThread(Supervisor.this::succeed);
    }

    void live() {
      try {
        operator.start();
        end.await();
      } catch (IOException | InterruptedException | RuntimeException e) {
        log.debug("Ended while it started", e);
        if (end.getCount() > 0) {
          // Of something else than its death: that is tried again, too.
          succeed();
        }
      } finally {
        close();
        gone.countDown();
      }
    }

    private void close() {
      try {
        operator.close();
        pods.close();
        client.close();
        proxy.close();
      } catch (IOException | RuntimeException e) {
        log.debug("Ended without order", e);
      }
    }
  }

  private OperatorConfig operatorConfig() {
    return new OperatorConfig(
        cluster.namespace(),
        Set.of(cluster.namespace()),
        "signing-key",
        // Of its own: the lease of one that died would have to lapse first.
        "lease-" + UUID.randomUUID(),
        "test",
        LeaseTiming.DEFAULT,
        0,
        Optional.empty(),
        SETTINGS);
  }
}
