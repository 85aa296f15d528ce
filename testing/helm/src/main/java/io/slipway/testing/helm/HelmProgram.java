package io.slipway.testing.helm;

import io.slipway.testing.program.GoProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program {@code helm}, of version 3 or 4.
 *
 * @param executable to run
 */
public record HelmProgram(Path executable) {

  private static final GoProgram PROGRAM =
      new GoProgram("helm", "SLIPWAY_HELM", "helm.sh/helm/v4/cmd/helm@v4.3.1");

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
    return switch (PROGRAM.search(environment)) {
      case io.slipway.testing.program.Search.Found(Path executable) ->
          new Found(new HelmProgram(executable));
      case io.slipway.testing.program.Search.NotFound(String reason) -> new NotFound(reason);
    };
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
}
