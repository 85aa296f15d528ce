package io.slipway.operator.mockcluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.slipway.api.v1alpha1.ModelDeployment;
import io.slipway.operator.podclient.PodEndpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One namespace of the real API server in which everything else of a cluster is played. */
public final class MockCluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MockCluster.class);
  private static final Path CRD = Path.of("../crds/manifests/modeldeployments.slipway.io.yaml");
  private static final int TICK_MILLIS = 150;
  private static final int TICKS_BETWEEN_COLLECTIONS = 5;

  private final String namespace = "mock-" + UUID.randomUUID();
  private final NamespacedKubernetesClient client;
  private final FakePods pods;
  private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor();
  private int count;
  private final MockDeployments deployments;
  private final MockKubelet kubelet;
  private final MockEndpointSlices endpointSlices;
  private final MockGarbageCollector garbageCollector;

  private MockCluster(NamespacedKubernetesClient admin) throws IOException {
    this.client = admin.inNamespace(namespace);
    this.pods = new FakePods();
    this.deployments = new MockDeployments(client);
    this.kubelet = new MockKubelet(client, pods);
    this.endpointSlices = new MockEndpointSlices(client);
    this.garbageCollector = new MockGarbageCollector(client);
  }

  /** Makes a namespace, and the custom resource where it is missing. */
  public static MockCluster start(KubernetesClient admin) throws IOException {
    define(admin);
    var cluster = new MockCluster(admin.adapt(NamespacedKubernetesClient.class));
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(cluster.namespace)
                .endMetadata()
                .build())
        .create();
    var _ =
        cluster.ticks.scheduleWithFixedDelay(cluster::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    return cluster;
  }

  /** Makes the custom resource, and waits until it can be listed. */
  public static synchronized void define(KubernetesClient admin) {
    var crd =
        admin.getKubernetesSerialization().unmarshal(read(CRD), CustomResourceDefinition.class);
    admin.resource(crd).forceConflicts().serverSideApply();
    // "Established" comes a moment before the API server can list it.
    await().atMost(Duration.ofSeconds(30)).until(() -> canList(admin));
  }

  private static boolean canList(KubernetesClient admin) {
    try {
      return admin.resources(ModelDeployment.class).inAnyNamespace().list() != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void tick() {
    try {
      if (count++ % TICKS_BETWEEN_COLLECTIONS == 0) {
        garbageCollector.tick();
      }
      deployments.tick();
      kubelet.tick();
      endpointSlices.tick();
    } catch (KubernetesClientException | IOException e) {
      // A conflict with the operator, as controllers have them: the next tick sees what is.
      log.debug("Tick ended early: {}", e.getMessage());
    }
  }

  public String namespace() {
    return namespace;
  }

  /** An administrator's client for the namespace. */
  public NamespacedKubernetesClient client() {
    return client;
  }

  public FakePods pods() {
    return pods;
  }

  /** Where the operator reaches the pods. */
  public PodEndpoints endpoints() {
    return pods::root;
  }

  /** Every object that the operator, or something that it makes, made. */
  public Stream<HasMetadata> objects() {
    return MockGarbageCollector.owned(client);
  }

  @Override
  public void close() {
    ticks.shutdownNow();
    pods.close();
  }
}
