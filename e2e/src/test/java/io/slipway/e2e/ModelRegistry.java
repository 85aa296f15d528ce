package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The model registry as the chart installs it beside the operator, and {@code slipwayctl} on the
 * machine of somebody who forwards a port to it.
 */
final class ModelRegistry implements AutoCloseable {
  private static final String NAME = "slipway-registry";

  private final HelmRelease release;
  private final Path programs;
  private ForwardedPort port;

  private ModelRegistry(HelmRelease release, Path programs, ForwardedPort port) {
    this.release = release;
    this.programs = programs;
    this.port = port;
  }

  /**
   * Has the chart take over what is installed, with a registry.
   *
   * @param namespace where models are
   * @param programs a folder for the program
   */
  static ModelRegistry install(String namespace, Path programs) throws IOException {
    HelmRelease release = Slipway.release();
    // Test clusters make volumes of folders that are root's.
    label("baseline");
    release.install(
        Map.of(
            "registry.enabled", "true",
            "registry.namespaces", "{" + namespace + "}",
            "registry.podSecurityContext.runAsNonRoot", "false",
            "registry.podSecurityContext.runAsUser", "0"));
    awaitReady();
    Files.createSymbolicLink(programs.resolve("slipwayctl"), Slipway.commandLine());
    return new ModelRegistry(release, programs, forward());
  }

  /** What {@code slipwayctl} prints, with an administrator's token. */
  String ctl(Object... words) {
    List<String> command = new ArrayList<>(List.of(programs.resolve("slipwayctl").toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("SLIPWAY_REGISTRY", port.url());
    builder.environment().put("SLIPWAY_REGISTRY_TOKEN", token());
    try {
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ended", command).isTrue();
      assertThat(process.exitValue()).as("%s: %s", command, out).isZero();
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while slipwayctl ran", e);
    }
  }

  /** Nobody answers any more; what it knows stays on its volume. */
  void stop() {
    scale(0);
    port.close();
    Slipway.installed().run("wait", "--for=delete", "pod/" + NAME + "-0", "--timeout=120s");
  }

  void start() {
    scale(1);
    awaitReady();
    port = forward();
  }

  /** Leaves the cluster as it was, without a registry and without what it knew. */
  @Override
  public void close() throws IOException {
    port.close();
    Files.delete(programs.resolve("slipwayctl"));
    release.uninstall();
    Slipway.installed().run("delete", "pvc", "data-" + NAME + "-0", "--wait=false");
    label("restricted");
    Slipway.takeBack();
  }

  private static void label(String podSecurity) {
    Kubectl kubectl = Slipway.installed();
    String enforced = "pod-security.kubernetes.io/enforce=" + podSecurity;
    kubectl.run("label", "namespace", kubectl.namespace(), enforced, "--overwrite");
  }

  private static void scale(int replicas) {
    Slipway.installed().run("scale", "statefulset", NAME, "--replicas=" + replicas);
  }

  private static void awaitReady() {
    Slipway.installed().run("rollout", "status", "statefulset", NAME, "--timeout=180s");
  }

  private static String token() {
    String encoded = Slipway.installed().get("secret", NAME + "-tokens").at("/data/admin").asText();
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static ForwardedPort forward() {
    return ForwardedPort.to(Slipway.installed(), NAME, 8080);
  }
}
