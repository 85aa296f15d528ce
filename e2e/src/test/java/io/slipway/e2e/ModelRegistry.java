package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The model registry as the chart installs it beside the operator, and {@code slipwayctl} on the
 * machine of somebody who forwards a port to it.
 */
final class ModelRegistry implements AutoCloseable {
  private static final String NAME = "slipway-registry";
  private static final Pattern FORWARDED =
      Pattern.compile("Forwarding from 127\\.0\\.0\\.1:(\\d+) .*");

  private final HelmRelease release;
  private final Path programs;
  private Process forwarding;
  private String address;

  private ModelRegistry(HelmRelease release, Path programs, Process forwarding, String address) {
    this.release = release;
    this.programs = programs;
    this.forwarding = forwarding;
    this.address = address;
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
    Process forwarding = forward();
    return new ModelRegistry(release, programs, forwarding, address(forwarding));
  }

  /** What {@code slipwayctl} prints, with an administrator's token. */
  String ctl(Object... words) {
    List<String> command = new ArrayList<>(List.of(programs.resolve("slipwayctl").toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("SLIPWAY_REGISTRY", address);
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
    forwarding.destroy();
    Slipway.installed().run("wait", "--for=delete", "pod/" + NAME + "-0", "--timeout=120s");
  }

  void start() {
    scale(1);
    awaitReady();
    forwarding = forward();
    address = address(forwarding);
  }

  /** Leaves the cluster as it was, without a registry and without what it knew. */
  @Override
  public void close() throws IOException {
    forwarding.destroy();
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

  private static Process forward() {
    return Slipway.installed().start("port-forward", "service/" + NAME, ":8080");
  }

  private static String address(Process forwarding) {
    try {
      BufferedReader lines = forwarding.inputReader(StandardCharsets.UTF_8);
      Matcher line = FORWARDED.matcher(String.valueOf(lines.readLine()));
      assertThat(line.matches()).as("a port is forwarded: %s", line).isTrue();
      // It prints a line for every connection, and stands still when nobody reads.
      Kubectl.reader(() -> lines.lines().forEach(more -> {}));
      return "http://127.0.0.1:" + line.group(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
