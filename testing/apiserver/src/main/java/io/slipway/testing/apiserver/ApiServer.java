package io.slipway.testing.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A running kube-apiserver with its etcd, on loopback ports and in a temporary folder of its own.
 * RBAC is on; service account admission is off, for there is no controller that would make the
 * accounts.
 *
 * <p>Safe for use by several threads.
 */
public final class ApiServer implements AutoCloseable {

  private static final int START_SECONDS = 90;
  private static final int POLL_MILLIS = 100;
  private static final int ATTEMPTS = 3;
  private static final String KUBECTL = "kubectl";
  private static final String KUBECONFIG = "kubeconfig";

  private final Path folder;
  private final ControlPlane controlPlane;
  private final Config config;
  private final KubernetesClient client;
  private final Thread atExit;

  private ApiServer(Path folder, ControlPlane controlPlane, Config config) {
    this.folder = folder;
    this.controlPlane = controlPlane;
    this.config = config;
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.atExit = new Thread(this::stop, "stop-test-apiserver");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** What a machine lacks that has no API server to start; empty where {@link #start()} works. */
  public static Optional<String> lacking() {
    return KubeBinary.find(System.getenv()).isPresent()
        ? Optional.empty()
        : Optional.of(KubeBinary.SOUGHT);
  }

  /**
   * Starts one and waits until it is ready, for a program that is no test.
   *
   * @throws IOException when it does not start; the message says why, with the end of its log
   * @throws IllegalStateException where something is {@link #lacking}
   */
  public static ApiServer start() throws IOException, InterruptedException {
    return start(
        KubeBinary.find(System.getenv())
            .orElseThrow(() -> new IllegalStateException(KubeBinary.SOUGHT)));
  }

  /**
   * Starts one and waits until it is ready; the exception says what failed, with the end of its
   * log.
   */
  static ApiServer start(KubeBinary kube) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      Path folder = Files.createTempDirectory("slipway-apiserver");
      try {
        return start(kube.executable(folder), folder);
      } catch (IOException | InterruptedException | RuntimeException e) {
        delete(folder);
        // A port that was free a moment ago may be taken; thrice in a row it is something else.
        if (attempt == ATTEMPTS || e instanceof InterruptedException) {
          throw e;
        }
      }
    }
  }

  private static ApiServer start(Path kube, Path folder) throws IOException, InterruptedException {
    ControlPlane controlPlane = ControlPlane.launch(kube, folder);
    try {
      long deadline = System.nanoTime() + START_SECONDS * 1_000_000_000L;
      while (!Files.exists(controlPlane.certificate())) {
        pause(controlPlane, deadline);
      }
      Files.createSymbolicLink(folder.resolve(KUBECTL), kube.toAbsolutePath());
      Files.writeString(folder.resolve(KUBECONFIG), controlPlane.kubeconfig());
      ApiServer server = new ApiServer(folder, controlPlane, adminConfig(controlPlane));
      while (!server.isReady()) {
        pause(controlPlane, deadline);
      }
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      controlPlane.kill();
      throw e;
    }
  }

  private static void pause(ControlPlane controlPlane, long deadline)
      throws IOException, InterruptedException {
    controlPlane.checkAlive();
    if (System.nanoTime() > deadline) {
      throw new IOException(
          "kube-apiserver was not ready in " + START_SECONDS + " s:\n" + controlPlane.logTail());
    }
    Thread.sleep(POLL_MILLIS);
  }

  private static Config adminConfig(ControlPlane controlPlane) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(controlPlane.url())
        .withCaCertFile(controlPlane.certificate().toString())
        .withOauthToken(ControlPlane.ADMIN_TOKEN)
        .withNamespace("default")
        .withRequestRetryBackoffLimit(0)
        .build();
  }

  private boolean isReady() {
    try {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  /**
   * An administrator's configuration; the client's retries are off, so that a test sees the first
   * answer.
   */
  public Config config() {
    return config;
  }

  /** A client with an administrator's rights, closed with the server. */
  public KubernetesClient client() {
    return client;
  }

  /** A kubectl of the server's version. It is told of the server by {@link #kubeconfig} alone. */
  public Path kubectl() {
    return folder.resolve(KUBECTL);
  }

  /** An administrator's kubeconfig; its context is in the namespace {@code default}. */
  public Path kubeconfig() {
    return folder.resolve(KUBECONFIG);
  }

  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(atExit);
    stop();
  }

  private void stop() {
    client.close();
    controlPlane.kill();
    delete(folder);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
