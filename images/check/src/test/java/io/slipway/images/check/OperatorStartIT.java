package io.slipway.images.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's image becomes ready on a real API server, with its ahead-of-time cache. */
@WithApiServer
class OperatorStartIT {

  private static final Path DEFINITION =
      Path.of("../../crds/manifests/modeldeployments.slipway.io.yaml");
  private static final String NAMESPACE = "slipway-system";
  private static final int STARTS = 3;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ApiServer server;
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit fills the folder.
  OperatorStartIT(ApiServer server) {
    this.server = server;
  }

  @Test
  void theOperatorBecomesReadyWithTheCacheThatItWasBuiltWith() throws Exception {
    Path root = ImageRoot.of("operator");
    ImageRoot.assumeCache(root);
    install();

    List<Long> with = new ArrayList<>();
    List<Long> without = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      // Told to use the cache or fail, a JVM that refuses it does not start.
      with.add(millisToReady(root, "on"));
      without.add(millisToReady(root, "off"));
    }

    System.out.printf(
        Locale.ROOT,
        "operator-start-to-ready %d ms (without its ahead-of-time cache %d ms; medians of %d)%n",
        median(with),
        median(without),
        STARTS);
  }

  private long millisToReady(Path root, String mode) throws Exception {
    int port = freePort();
    Path log = folder.resolve("operator.log");
    List<String> command = new ArrayList<>();
    command.add(root.resolve("opt/java/bin/java").toString());
    for (String argument : Files.readAllLines(root.resolve("app/java.args"))) {
      command.add(argument.replace("/app/", root + "/app/"));
    }
    command.add("-XX:AOTMode=" + mode);
    command.add("io.slipway.operator.Main");
    ProcessBuilder start =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    start.environment().clear();
    start.environment().putAll(environment(port));

    long begun = System.nanoTime();
    Process process = start.start();
    try {
      while (!isReady(port)) {
        assertThat(process.isAlive()).as("the operator ended: %s", log(log)).isTrue();
        assertThat(System.nanoTime() - begun)
            .as("the operator was not ready: %s", log(log))
            .isLessThan(LIMIT.toNanos());
        Thread.sleep(5);
      }
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    } finally {
      process.destroy();
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ends after SIGTERM").isTrue();
    }
  }

  private Map<String, String> environment(int port) throws IOException {
    URI url = URI.create(server.config().getMasterUrl());
    Path token = Files.writeString(folder.resolve("token"), server.config().getOauthToken());
    return Map.ofEntries(
        Map.entry("KUBERNETES_SERVICE_HOST", url.getHost()),
        Map.entry("KUBERNETES_SERVICE_PORT", Integer.toString(url.getPort())),
        Map.entry("KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString()),
        Map.entry(
            "KUBERNETES_CERTS_CA_FILE", Objects.requireNonNull(server.config().getCaCertFile())),
        Map.entry("KUBERNETES_AUTH_TRYKUBECONFIG", "false"),
        Map.entry("SLIPWAY_NAMESPACE", NAMESPACE),
        Map.entry("SLIPWAY_HEALTH_PORT", Integer.toString(port)),
        Map.entry("SLIPWAY_RUNTIME_IMAGE", "slipway-runtime:test"),
        Map.entry("SLIPWAY_RUNTIME_IMAGE_CUDA", "slipway-runtime-cuda:test"));
  }

  private void install() throws Exception {
    var client = server.client();
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .serverSideApply();
    try (var definition = Files.newInputStream(DEFINITION)) {
      client.load(definition).serverSideApply();
    }
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!isServed()) {
      assertThat(System.nanoTime()).as("ModelDeployments are served").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private boolean isServed() {
    try {
      return server.client().raw("/apis/slipway.io/v1alpha1/modeldeployments") != null;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private boolean isReady(int port) throws Exception {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/readyz"));
    try {
      return http.send(request.build(), BodyHandlers.discarding()).statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  private static long median(List<Long> millis) {
    return millis.stream().sorted().toList().get(millis.size() / 2);
  }

  private static String log(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
