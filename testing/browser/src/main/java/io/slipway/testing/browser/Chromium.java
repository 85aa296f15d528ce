package io.slipway.testing.browser;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the browser. */
public final class Chromium {
  private static final String VARIABLE = "SLIPWAY_BROWSER";
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private Chromium() {}

  /** What a search came to. */
  public sealed interface Search {}

  /** The program to test with. */
  public record Found(Path executable) implements Search {}

  /**
   * None.
   *
   * @param reason one line that says what would help
   */
  public record NotFound(String reason) implements Search {}

  /**
   * What {@code SLIPWAY_BROWSER} names, or one on the path.
   *
   * @param environment environment variables
   */
  public static Search search(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return Files.isExecutable(Path.of(named))
          ? new Found(Path.of(named))
          : new NotFound(VARIABLE + " names no program: " + named);
    }
    return NAMES.stream()
        .map(name -> onPath(environment, name))
        .flatMap(Optional::stream)
        .<Search>map(Found::new)
        .findFirst()
        .orElseGet(
            () ->
                new NotFound(
                    "%s names no browser, and none of %s is on the path"
                        .formatted(VARIABLE, String.join(", ", NAMES))));
  }

  private static Optional<Path> onPath(Map<String, String> environment, String program) {
    return Arrays.stream(environment.getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
