package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.slipway.operator.leader.LeaseTiming;
import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.operator.observe.OperatorSettings;
import io.slipway.operator.plan.Planner;
import io.slipway.operator.podclient.PodClient;
import io.slipway.operator.registry.RegistryAddress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The whole operator in this JVM, for one mock cluster's namespace. Closing it is an orderly end.
 */
final class OperatorUnderTest implements AutoCloseable {

  static final String BATCH_IMAGE = "example.org/slipway-batch:1";
  static final String SPARK_IMAGE = "example.org/slipway-spark:1";
  static final String RUNTIME_IMAGE = "example.org/slipway-runtime:1";

  private static final OperatorSettings.Timing QUICK =
      new OperatorSettings.Timing(
          Duration.ofMillis(100),
          Duration.ofMillis(300),
          Duration.ofMillis(500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(2));

  private final Wire wire;
  private final KubernetesClient client;
  private final PodClient pods;
  private final SlipwayOperator operator;

  private OperatorUnderTest(Config config, MockCluster cluster, OperatorConfig operatorConfig) {
    this(config, cluster, operatorConfig, Wire.prompt());
  }

  private OperatorUnderTest(
      Config config, MockCluster cluster, OperatorConfig operatorConfig, Wire wire) {
    this.wire = wire;
    client = wire.client(config);
    pods = new PodClient(Clock.systemUTC(), cluster.endpoints(), PodClient.LIMIT);
    operator =
        new SlipwayOperator(
            operatorConfig, client, pods, Planner::planning, Clock.systemUTC(), () -> {});
  }

  static OperatorUnderTest start(Config config, MockCluster cluster) throws IOException {
    return start(config, cluster, RUNTIME_IMAGE);
  }

  static OperatorUnderTest start(Config config, MockCluster cluster, String runtimeImage)
      throws IOException {
    var started = new OperatorUnderTest(config, cluster, config(cluster.namespace(), runtimeImage));
    started.operator.start();
    return started;
  }

  /** One that sends so many writes and then is as good as killed; it is closed like any other. */
  static OperatorUnderTest mortal(Config config, MockCluster cluster, int writes)
      throws IOException {
    var started =
        new OperatorUnderTest(config, cluster, config(cluster.namespace(), RUNTIME_IMAGE));
    started.wire.dieAfterWrites(writes);
    try {
      started.operator.start();
    } catch (IllegalStateException e) {
      assertThat(started.wire.isDead()).as("%s", e).isTrue();
    }
    return started;
  }

  /** One whose watches deliver that much later, each time. */
  static OperatorUnderTest late(Config config, MockCluster cluster, Supplier<Duration> delay)
      throws IOException {
    var started =
        new OperatorUnderTest(
            config, cluster, config(cluster.namespace(), RUNTIME_IMAGE), Wire.late(delay));
    started.operator.start();
    return started;
  }

  /** One that was installed in a namespace of its own, with the names that the chart gives. */
  static OperatorUnderTest installed(Config config, MockCluster cluster, String namespace)
      throws IOException {
    var common = config(cluster.namespace(), RUNTIME_IMAGE);
    var started =
        new OperatorUnderTest(
            config,
            cluster,
            new OperatorConfig(
                namespace,
                common.watchNamespaces(),
                "slipway-operator-keys",
                "slipway-operator",
                common.identity(),
                common.leaseTiming(),
                common.healthPort(),
                common.prometheus(),
                common.registry(),
                common.batchImage(),
                common.sparkImage(),
                common.batchGroup(),
                common.settings()));
    started.operator.start();
    return started;
  }

  /** One that knows where a registry is. */
  static OperatorUnderTest withRegistry(
      Config config, MockCluster cluster, RegistryAddress registry) throws IOException {
    var started =
        new OperatorUnderTest(
            config, cluster, config(cluster.namespace(), RUNTIME_IMAGE, Optional.of(registry)));
    started.operator.start();
    return started;
  }

  private static OperatorConfig config(String namespace, String runtimeImage) {
    return config(namespace, runtimeImage, Optional.empty());
  }

  private static OperatorConfig config(
      String namespace, String runtimeImage, Optional<RegistryAddress> registry) {
    return new OperatorConfig(
        namespace,
        Set.of(namespace),
        "signing-key",
        // Of its own: a killed operator's lease would have to lapse first.
        "lease-" + UUID.randomUUID(),
        "test",
        LeaseTiming.DEFAULT,
        0,
        Optional.empty(),
        registry,
        BATCH_IMAGE,
        SPARK_IMAGE,
        OptionalLong.empty(),
        new OperatorSettings(
            runtimeImage, "example.org/slipway-runtime-cuda:1", "cluster.local", 10, "", QUICK));
  }

  Wire wire() {
    return wire;
  }

  int healthPort() {
    return operator.healthPort();
  }

  @Override
  public void close() {
    operator.close();
    pods.close();
    client.close();
  }
}
