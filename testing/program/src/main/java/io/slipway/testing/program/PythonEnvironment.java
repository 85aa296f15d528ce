package io.slipway.testing.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python with some packages, apart from the machine's own.
 *
 * @param name of its folder
 * @param variable the environment variable that names a {@code python} to use in its place
 * @param packages with their versions, as {@code pip install} takes them
 */
public record PythonEnvironment(String name, String variable, List<String> packages) {

  private static final Object INSTALLING = new Object();

  /** Written last: an installation that was cut short has none. */
  private static final String COMPLETE = "complete";

  public PythonEnvironment {
    packages = List.copyOf(packages);
  }

  /**
   * What the variable names, or one that is installed where there is a Python 3: once, into the
   * user's cache, which takes less than a minute.
   *
   * @param environment environment variables
   */
  public Search search(Map<String, String> environment) {
    String named = environment.getOrDefault(variable, "");
    if (!named.isEmpty()) {
      return new Search.Found(Path.of(named));
    }
    Path folder = cache(environment).resolve(name);
    return installed(folder)
        .or(() -> onPath(environment).flatMap(python -> installed(python, folder)))
        .<Search>map(Search.Found::new)
        .orElseGet(
            () ->
                new Search.NotFound(
                    "%s names no Python, and there is no python3 with venv and pip on the path that can install %s"
                        .formatted(variable, packages.getFirst())));
  }

  private static Optional<Path> onPath(Map<String, String> environment) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path cache(Map<String, String> environment) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home = Path.of(System.getProperty("user.home"), ".cache");
    return (cache.isEmpty() ? home : Path.of(cache)).resolve("slipway");
  }

  private Optional<Path> installed(Path folder) {
    try {
      Path complete = folder.resolve(COMPLETE);
      return Files.exists(complete) && Files.readAllLines(complete).equals(packages)
          ? Optional.of(folder.resolve(Path.of("bin", "python")))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Path> installed(Path python, Path folder) {
    synchronized (INSTALLING) {
      return installed(folder).or(() -> install(python, folder));
    }
  }

  private Optional<Path> install(Path python, Path folder) {
    System.out.println("Installing " + packages.getFirst() + " into " + folder);
    List<String> pip = new ArrayList<>();
    pip.addAll(List.of(folder.resolve(Path.of("bin", "python")).toString(), "-m", "pip"));
    pip.addAll(List.of("install", "--quiet", "--disable-pip-version-check"));
    pip.addAll(packages);
    try {
      Files.createDirectories(folder.getParent());
      if (!run(List.of(python.toString(), "-m", "venv", "--clear", folder.toString()))
          || !run(pip)) {
        return Optional.empty();
      }
      Files.write(folder.resolve(COMPLETE), packages);
      return installed(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + name + " was installed", e);
    }
  }

  private static boolean run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() == 0) {
      return true;
    }
    System.out.println(output);
    return false;
  }
}
