package io.slipway.testing.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The program {@code helm}, of version 3 or 4.
 *
 * @param executable to run
 */
public record HelmProgram(Path executable) {

  private static final String MODULE = "helm.sh/helm/v4/cmd/helm@v4.3.1";
  private static final Object BUILDING = new Object();

  /** How a run of it ended, and what it said. */
  public record Outcome(int exitCode, String output, String errors) {}

  /** What a search came to. */
  public sealed interface Search {}

  /** The program to test with. */
  public record Found(HelmProgram helm) implements Search {}

  /**
   * None, and no way to build one.
   *
   * @param reason one line that says what would help
   */
  public record NotFound(String reason) implements Search {}

  /**
   * What {@code SLIPWAY_HELM} names, one on the path, or one that is built from its Go module where
   * there is Go: once, into the user's cache, which takes minutes.
   *
   * @param environment environment variables
   */
  public static Search search(Map<String, String> environment) {
    String named = environment.getOrDefault("SLIPWAY_HELM", "");
    if (!named.isEmpty()) {
      return new Found(new HelmProgram(Path.of(named)));
    }
    Path cache = cache(environment);
    return onPath(environment, "helm")
        .or(() -> in(cache))
        .or(() -> onPath(environment, "go").flatMap(go -> built(go, cache)))
        .<Search>map(path -> new Found(new HelmProgram(path)))
        .orElseGet(
            () ->
                new NotFound(
                    "SLIPWAY_HELM names no helm, there is none on the path, and no Go that can build "
                        + MODULE));
  }

  /** Runs it to its end, however that is. */
  public Outcome run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(executable.toString()));
    command.addAll(arguments);
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

  private static Optional<Path> onPath(Map<String, String> environment, String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path cache(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    return (cache.isEmpty() ? home : Path.of(cache)).resolve(Path.of("slipway", "bin"));
  }

  private static Optional<Path> in(Path cache) {
    return Optional.of(cache.resolve("helm")).filter(Files::isExecutable);
  }

  private static Optional<Path> built(Path go, Path cache) {
    synchronized (BUILDING) {
      return in(cache).or(() -> build(go, cache));
    }
  }

  private static Optional<Path> build(Path go, Path cache) {
    System.out.println("Building " + MODULE + " into " + cache + "; this takes a few minutes");
    try {
      Files.createDirectories(cache);
      // Beside its place and moved there, so that a build that is cut short leaves no half program.
      Path folder = Files.createTempDirectory(cache, "helm");
      var install = new ProcessBuilder(go.toString(), "install", MODULE);
      install.environment().put("GOBIN", folder.toString());
      Outcome outcome = run(install);
      if (outcome.exitCode() != 0) {
        System.out.println(outcome.errors());
        return Optional.empty();
      }
      Files.move(folder.resolve("helm"), cache.resolve("helm"), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(folder);
      return in(cache);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
