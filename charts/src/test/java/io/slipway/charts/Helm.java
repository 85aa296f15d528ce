package io.slipway.charts;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The program {@code helm}, of version 3 or 4: what {@code SLIPWAY_HELM} names, one on the path, or
 * one that is built from its Go module where there is Go, once, into the user's cache.
 *
 * @param executable to run
 */
record Helm(Path executable) {

  private static final String MODULE = "helm.sh/helm/v4/cmd/helm@v4.3.1";
  private static final Path CHART = Path.of("slipway");
  private static final String KUBERNETES = "1.36.0";
  private static final Object BUILDING = new Object();

  /** What a run of it said and how it ended. */
  record Outcome(int exitCode, String output, String errors) {}

  /** The one to test with; without any, the test that asks is skipped and says why. */
  static Helm orSkip() {
    String named = System.getenv().getOrDefault("SLIPWAY_HELM", "");
    if (!named.isEmpty()) {
      return new Helm(Path.of(named));
    }
    return onPath("helm").or(Helm::cached).or(Helm::built).map(Helm::new).orElseGet(Helm::skip);
  }

  /** Renders the chart as {@code helm install} would. */
  Rendered template(String release, String namespace, String... settings) {
    Outcome outcome = tryTemplate(release, namespace, settings);
    if (outcome.exitCode() != 0) {
      throw new AssertionError("helm template: " + outcome.errors());
    }
    return Rendered.of(outcome.output());
  }

  /** The same where it may well fail. */
  Outcome tryTemplate(String release, String namespace, String... settings) {
    return run(
        Stream.concat(
                Stream.of(
                    "template",
                    release,
                    CHART.toString(),
                    "--namespace",
                    namespace,
                    // One that is built from its module takes the API server for an ancient one.
                    "--kube-version",
                    KUBERNETES),
                Arrays.stream(settings).flatMap(setting -> Stream.of("--set", setting)))
            .toArray(String[]::new));
  }

  Outcome lint() {
    return run("lint", CHART.toString(), "--strict");
  }

  private Outcome run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(List.of(arguments));
    return run(new ProcessBuilder(command));
  }

  private static Outcome run(ProcessBuilder builder) {
    try {
      Path errors = Files.createTempFile("helm", ".err");
      try {
        Process process = builder.redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output, Files.readString(errors));
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + builder.command() + " ran", e);
    }
  }

  private static Optional<Path> onPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> cached() {
    return Optional.of(cache().resolve("helm")).filter(Files::isExecutable);
  }

  private static Path cache() {
    String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    return (cache.isEmpty() ? home : Path.of(cache)).resolve(Path.of("slipway", "bin"));
  }

  private static Optional<Path> built() {
    synchronized (BUILDING) {
      return cached().or(() -> onPath("go").flatMap(Helm::build));
    }
  }

  private static Optional<Path> build(Path go) {
    System.out.println("Building " + MODULE + " into " + cache() + "; this takes a few minutes");
    try {
      Files.createDirectories(cache());
      // Beside its place and moved there, so that a build that is cut short leaves no half program.
      Path folder = Files.createTempDirectory(cache(), "helm");
      var install = new ProcessBuilder(go.toString(), "install", MODULE);
      install.environment().put("GOBIN", folder.toString());
      Outcome outcome = run(install);
      if (outcome.exitCode() != 0) {
        System.out.println(outcome.errors());
        return Optional.empty();
      }
      Files.move(folder.resolve("helm"), cache().resolve("helm"), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(folder);
      return cached();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Helm skip() {
    String reason =
        "SLIPWAY_HELM names no helm, there is none on the path, and no Go that can build " + MODULE;
    System.out.println("Skipped a test of the chart: " + reason);
    return abort(reason);
  }
}
