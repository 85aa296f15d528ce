package io.slipway.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.operator.mockcluster.MockCluster;
import io.slipway.testing.apiserver.ApiServer;
import io.slipway.testing.apiserver.WithApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process: how it begins and how it ends. */
@WithApiServer
class ProcessIT {

  private final ApiServer server;
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit fills the folder.
  ProcessIT(ApiServer server) {
    this.server = server;
  }

  @Test
  void aMissingVariableEndsItWithASentence() throws Exception {
    Process process = start(Map.of("SLIPWAY_NAMESPACE", "slipway"), "no-config");

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log("no-config")).contains("SLIPWAY_RUNTIME_IMAGE must be set");
  }

  @Test
  void withoutAnApiServerItEndsRatherThanLinger() throws Exception {
    Path nowhere = kubeconfig("https://127.0.0.1:1", "/nonexistent");
    Process process = start(environment("nowhere", nowhere), "nowhere");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
  }

  @Test
  void afterSigtermItEndsInTimeAndAnotherLeadsAtOnce() throws Exception {
    try (var cluster = MockCluster.start(server.client())) {
      Map<String, String> environment = environment(cluster.namespace(), realServer());
      Process first = start(environment, "first");
      awaitLog("first", "The leader is");
      Process second = start(environment, "second");
      awaitLog("second", "\"message\":\"Started\"");
      try {
        first.destroy();

        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isIn(0, 143);
        await()
            .atMost(Duration.ofSeconds(10))
            .untilAsserted(() -> assertThat(holder(cluster)).isEqualTo("second"));
      } finally {
        first.destroyForcibly();
        second.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aLeaderThatWasSuspendedPastItsLeaseEndsWhenItWakes() throws Exception {
    try (var cluster = MockCluster.start(server.client())) {
      Map<String, String> environment = environment(cluster.namespace(), realServer());
      Process first = start(environment, "first");
      awaitLog("first", "The leader is");
      Process second = start(environment, "second");
      try {
        signal(first, "STOP");
        await()
            .atMost(Duration.ofSeconds(40))
            .untilAsserted(() -> assertThat(holder(cluster)).isEqualTo("second"));
        signal(first, "CONT");

        assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isEqualTo(1);
        assertThat(log("first")).contains("Lost the lease");
      } finally {
        first.destroyForcibly();
        second.destroyForcibly().waitFor();
      }
    }
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static String holder(MockCluster cluster) {
    return String.valueOf(
        cluster.client().leases().withName("slipway-operator").get().getSpec().getHolderIdentity());
  }

  private Path realServer() throws IOException {
    return kubeconfig(
        server.config().getMasterUrl(), String.valueOf(server.config().getCaCertFile()));
  }

  private Path kubeconfig(String url, String certificate) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
        users: [{name: test, user: {token: "%s"}}]
        contexts: [{name: test, context: {cluster: test, user: test}}]
        current-context: test
        """
            .formatted(url, certificate, server.config().getOauthToken()));
  }

  private static Map<String, String> environment(String namespace, Path kubeconfig) {
    return Map.of(
        "KUBECONFIG", kubeconfig.toString(),
        "SLIPWAY_NAMESPACE", namespace,
        "SLIPWAY_WATCH_NAMESPACES", namespace,
        "SLIPWAY_HEALTH_PORT", "0",
        "SLIPWAY_LOG_LEVEL", "INFO",
        "SLIPWAY_RUNTIME_IMAGE", "example.org/slipway-runtime:1",
        "SLIPWAY_RUNTIME_IMAGE_CUDA", "example.org/slipway-runtime-cuda:1");
  }

  private Process start(Map<String, String> environment, String name) throws IOException {
    var builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                // Its own, rather than that of tests, which is on the class path too.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    builder
        .environment()
        .keySet()
        .removeIf(key -> key.startsWith("SLIPWAY_") || key.startsWith("KUBE"));
    builder.environment().putAll(environment);
    builder.environment().put("POD_NAME", name);
    return builder
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  private void awaitLog(String name, String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(log(name)).contains(text));
  }
}
