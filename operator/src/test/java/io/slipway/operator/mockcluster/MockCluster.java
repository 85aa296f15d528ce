package io.slipway.operator.mockcluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One namespace of the real API server in which everything else of a cluster is played. */
public final class MockCluster implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(MockCluster.class);
  private static final Path CRD = Path.of("../crds/manifests/modeldeployments.slipway.io.yaml");

  /** Changes that come together are looked at together. */
  private static final int BREATH_MILLIS = 10;

  /** What failed for a conflict is tried again at the latest then. */
  private static final int LATEST_MILLIS = 500;

  private final String name;
  private final NamespacedKubernetesClient client;
  private final MockNamespace namespace;
  private final FakePods pods;
  private final Semaphore changes = new Semaphore(0);
  private final Thread controllers;
  private final MockDeployments deployments;
  private final MockKubelet kubelet;
  private final MockEndpointSlices endpointSlices;
  private final MockGarbageCollector garbageCollector;
  private final MockCallers callers;
  private volatile boolean busy;

  private MockCluster(String name, NamespacedKubernetesClient client) throws IOException {
    this.name = name;
    this.client = client;
    this.namespace = new MockNamespace(client);
    this.pods = new FakePods();
    this.deployments = new MockDeployments(namespace);
    this.kubelet = new MockKubelet(client, namespace, pods);
    this.endpointSlices = new MockEndpointSlices(client, namespace);
    this.garbageCollector = new MockGarbageCollector(namespace);
    this.callers = new MockCallers(namespace, pods);
    this.controllers = new Thread(this::control, "controllers-of-" + name);
  }

  /** Makes a namespace, and the custom resource where it is missing. */
  public static MockCluster start(KubernetesClient admin) throws IOException {
    define(admin);
    return start(admin, newNamespace(admin));
  }

  /** In a namespace that is there, with the custom resource. */
  public static MockCluster start(KubernetesClient admin, String namespace) throws IOException {
    var cluster = new MockCluster(namespace, client(admin, namespace));
    cluster.namespace.listen(cluster.changes::release);
    cluster.controllers.start();
    return cluster;
  }

  /** Makes a namespace, and returns its name. */
  public static String newNamespace(KubernetesClient admin) {
    String name = "mock-" + UUID.randomUUID();
    admin
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }

  private static NamespacedKubernetesClient client(KubernetesClient admin, String name) {
    Config own = new ConfigBuilder(admin.getConfiguration()).withNamespace(name).build();
    // Plain streams share one connection; each web socket has its own.
    own.setOnlyHttpWatches(true);
    return new KubernetesClientBuilder()
        .withConfig(own)
        .withKubernetesSerialization(admin.getKubernetesSerialization())
        .build()
        .adapt(NamespacedKubernetesClient.class);
  }

  /** Makes the custom resource where it is missing, and waits until it can be listed. */
  public static synchronized void define(KubernetesClient admin) {
    if (canList(admin)) {
      return;
    }
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

  private void control() {
    try {
      while (true) {
        tick();
        if (changes.tryAcquire(LATEST_MILLIS, TimeUnit.MILLISECONDS)) {
          Thread.sleep(BREATH_MILLIS);
          changes.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      // The cluster is closed.
    }
  }

  private void tick() {
    try {
      garbageCollector.tick();
      deployments.tick();
      kubelet.tick();
      endpointSlices.tick();
      if (busy) {
        callers.tick();
      }
    } catch (KubernetesClientException | IOException e) {
      // A conflict with the operator, as controllers have them: the next tick sees what is.
      log.debug("Tick ended early: {}", e.getMessage());
    }
  }

  /** From now on callers come, so that pods that are left have to be drained. */
  public void letCallersCome() {
    busy = true;
  }

  public String namespace() {
    return name;
  }

  /** An administrator's client for the namespace. */
  public NamespacedKubernetesClient client() {
    return client;
  }

  public FakePods pods() {
    return pods;
  }

  /** What happens in the namespace. */
  public MockNamespace watched() {
    return namespace;
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
    controllers.interrupt();
    pods.close();
    client.close();
  }
}
