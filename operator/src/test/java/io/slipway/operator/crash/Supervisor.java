package io.slipway.operator.crash;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.slipway.operator.OperatorConfig;
import io.slipway.operator.SlipwayOperator;
import io.slipway.operator.leader.LeaseTiming;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.plan.Planner;
import io.slipway.operator.podclient.PodClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one operator running, as a Deployment of one replica does: where it dies, another one
 * begins, which knows nothing of it.
 */
final class Supervisor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

  private final Config config;
  private final MockCluster cluster;
  private final Plot plot;
  private final List<Instance> instances = new ArrayList<>();
  private final List<Instant> starts = new ArrayList<>();
  private boolean closed;

  Supervisor(Config config, MockCluster cluster, Plot plot) {
    this.config = config;
    this.cluster = cluster;
    this.plot = plot;
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

  /** All writes of all operators. */
  synchronized List<Written> written() {
    return instances.stream().flatMap(instance -> instance.proxy.written().stream()).toList();
  }

  /** When operators had begun: from then on they know what there is. */
  synchronized List<Instant> starts() {
    return List.copyOf(starts);
  }

  synchronized boolean hasHadADeath() {
    return instances.size() > 1;
  }

  /** From now on, no operator reaches the API server. */
  synchronized void cut() throws IOException {
    plot.line().cut();
    for (Instance instance : instances) {
      instance.proxy.drop();
    }
  }

  /** After as long as an outage takes. */
  void mendAfterOutage() {
    try {
      Thread.sleep(plot.line().outage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    plot.line().mend();
  }

  private synchronized void begin(Optional<Death> death) throws IOException {
    if (closed) {
      return;
    }
    var instance = new Instance();
    instance.proxy.arm(death);
    instances.add(instance);
    Thread.startVirtualThread(instance::live);
  }

  private synchronized void hasBegun() {
    starts.add(Instant.now());
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
      closed = true;
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
    private final AtomicBoolean succeeded = new AtomicBoolean();

    Instance() throws IOException {
      proxy = new Proxy(config, plot.line(), this::die);
      client =
          new KubernetesClientBuilder()
              .withConfig(proxy.operatorConfig())
              .withKubernetesSerialization(cluster.client().getKubernetesSerialization())
              .build();
      operator =
          new SlipwayOperator(
              operatorConfig(),
              client,
              pods,
              signer -> plot.mistake().apply(Planner.planning(signer)),
              Clock.systemUTC(),
              this::die);
    }

    /** At once, and to pods too. */
    private void die() {
      pods.close();
      end.countDown();
      if (succeeded.compareAndSet(false, true)) {
        Thread.startVirtualThread(Supervisor.this::succeed);
      }
    }

    void live() {
      try {
        operator.start();
        hasBegun();
        end.await();
      } catch (IOException | InterruptedException | RuntimeException e) {
        // Of its death or of something else: that is tried again, too.
        log.debug("Ended while it started", e);
        die();
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
        Optional.empty(),
        "",
        "",
        OptionalLong.empty(),
        new OperatorSettings(
            "example.org/slipway-runtime:1",
            "example.org/slipway-runtime-cuda:1",
            "cluster.local",
            10,
            "",
            new OperatorSettings.Timing(
                Duration.ofMillis(50),
                plot.scenario().drain(),
                plot.scenario().drain().plusMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2))));
  }
}
