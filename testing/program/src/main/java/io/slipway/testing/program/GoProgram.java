package io.slipway.testing.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A program that its Go module can be built to.
 *
 * @param name of its file
 * @param variable the environment variable that names a file to use in its place
 * @param module with its version, as {@code go install} takes it
 */
public record GoProgram(String name, String variable, String module) {

  private static final Object BUILDING = new Object();

  /**
   * What the variable names, one on the path, or one that is built from its module where there is
   * Go: once, into the user's cache, which takes minutes.
   *
   * @param environment environment variables
   */
  public Search search(Map<String, String> environment) {
    String named = environment.getOrDefault(variable, "");
    if (!named.isEmpty()) {
      return new Search.Found(Path.of(named));
    }
    Path cache = cache(environment);
    return onPath(environment, name)
        .or(() -> in(cache))
        .or(() -> onPath(environment, "go").flatMap(go -> built(go, cache)))
        .<Search>map(Search.Found::new)
        .orElseGet(
            () ->
                new Search.NotFound(
                    "%s names no %s, there is none on the path, and no Go that can build %s"
                        .formatted(variable, name, module)));
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

  private Optional<Path> in(Path cache) {
    return Optional.of(cache.resolve(name)).filter(Files::isExecutable);
  }

  private Optional<Path> built(Path go, Path cache) {
    synchronized (BUILDING) {
      return in(cache).or(() -> build(go, cache));
    }
  }

  private Optional<Path> build(Path go, Path cache) {
    System.out.println("Building " + module + " into " + cache + "; this takes a few minutes");
    try {
      Files.createDirectories(cache);
      // Beside its place and moved there, so that a build that is cut short leaves no half program.
      Path folder = Files.createTempDirectory(cache, name);
      ProcessBuilder install =
          new ProcessBuilder(go.toString(), "install", module).redirectErrorStream(true);
      install.environment().put("GOBIN", folder.toString());
      Process process = install.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        System.out.println(output);
        Files.delete(folder);
        return Optional.empty();
      }
      Files.move(folder.resolve(name), cache.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      Files.delete(folder);
      return in(cache);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + module + " was built", e);
    }
  }
}
