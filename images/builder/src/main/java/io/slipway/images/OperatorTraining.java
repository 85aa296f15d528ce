package io.slipway.images;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.testing.apiserver.ApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/**
 * Has a model deployed, up to its Deployment, on a real API server. Its digest is pinned, so that
 * nothing has to be resolved, and there is nobody who would run pods.
 */
final class OperatorTraining implements Training {

  private static final String DEFINITION = "crds/modeldeployments.slipway.io.yaml";
  private static final String NAMESPACE = "training";
  private static final long WITHIN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int POLL_MILLIS = 100;

  private static final String MODEL =
      """
      apiVersion: slipway.io/v1alpha1
      kind: ModelDeployment
      metadata: {name: churn, namespace: training}
      spec:
        model:
          uri: https://models.example.org/churn/7.pmml
          digest: sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
          format: PMML
        replicas: 2
      """;

  private final LoopbackCaller health = LoopbackCaller.ofFreePort();
  private final ApiServer server;
  private final Path token;

  private OperatorTraining(ApiServer server, Path token) throws IOException {
    this.server = server;
    this.token = token;
  }

  static Optional<String> lacking() {
    return ApiServer.lacking();
  }

  static OperatorTraining prepare(Settings settings, Path folder)
      throws IOException, InterruptedException {
    String definition = definition(settings);
    ApiServer server = ApiServer.start();
    try {
      Path token = folder.resolve("token");
      Files.writeString(token, server.config().getOauthToken());
      KubernetesClient client = server.client();
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
          .create();
      apply(client, definition);
      awaitDefinition(client);
      return new OperatorTraining(server, token);
    } catch (IOException | InterruptedException | ImageException | KubernetesClientException e) {
      server.close();
      throw e;
    }
  }

  /** The one that the operator is built with, in a jar beside it. */
  private static String definition(Settings settings) throws IOException {
    for (Path jar : settings.classPath()) {
      try (var file = new JarFile(jar.toFile())) {
        ZipEntry entry = file.getEntry(DEFINITION);
        if (entry != null) {
          try (InputStream bytes = file.getInputStream(entry)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
          }
        }
      }
    }
    throw new ImageException("no jar of the class path has " + DEFINITION);
  }

  /** As a container finds it in a cluster, with the files of its service account elsewhere. */
  @Override
  public Map<String, String> environment() {
    URI url = URI.create(server.config().getMasterUrl());
    return Map.ofEntries(
        Map.entry("KUBERNETES_SERVICE_HOST", url.getHost()),
        Map.entry("KUBERNETES_SERVICE_PORT", Integer.toString(url.getPort())),
        Map.entry("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString()),
        Map.entry(
            "KUBERNETES_CERTS_CA_FILE", Objects.requireNonNull(server.config().getCaCertFile())),
        Map.entry("KUBERNETES_AUTH_TRYKUBECONFIG", "false"),
        Map.entry("POD_NAME", "training"),
        Map.entry("SLIPWAY_NAMESPACE", NAMESPACE),
        Map.entry("SLIPWAY_HEALTH_PORT", Integer.toString(health.port())),
        Map.entry("SLIPWAY_RUNTIME_IMAGE", "slipway-runtime:training"),
        Map.entry("SLIPWAY_RUNTIME_IMAGE_CUDA", "slipway-runtime-cuda:training"));
  }

  @Override
  public void exercise(Process application) throws IOException, InterruptedException {
    health.awaitOk("/readyz", application);
    apply(server.client(), MODEL);
    awaitDeployment(application);
    health.get("/healthz");
    health.get("/metrics");
  }

  private void awaitDeployment(Process application) throws InterruptedException {
    long end = System.nanoTime() + WITHIN_NANOS;
    var deployments = server.client().apps().deployments().inNamespace(NAMESPACE);
    while (deployments.list().getItems().isEmpty()) {
      if (application.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new ImageException("it ended with " + application.exitValue());
      }
      if (System.nanoTime() > end) {
        throw new ImageException("it made no Deployment within a minute");
      }
    }
  }

  /** The API server takes a moment from a definition to the resource that it defines. */
  private static void awaitDefinition(KubernetesClient client) throws InterruptedException {
    long end = System.nanoTime() + WITHIN_NANOS;
    while (!isServed(client)) {
      if (System.nanoTime() > end) {
        throw new ImageException("the API server does not serve ModelDeployments");
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private static boolean isServed(KubernetesClient client) {
    try {
      return client.raw("/apis/slipway.io/v1alpha1/modeldeployments") != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private static void apply(KubernetesClient client, String yaml) {
    client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).serverSideApply();
  }

  @Override
  public void close() {
    server.close();
  }
}
