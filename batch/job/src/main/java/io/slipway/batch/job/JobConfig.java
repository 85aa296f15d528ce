package io.slipway.batch.job;

import io.slipway.batch.plan.RunId;
import io.slipway.batch.run.InvalidRunException;
import io.slipway.batch.run.RunDocument;
import io.slipway.batch.run.RunSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a pod was given, by environment variables and mounts. What a role needs and was not given is
 * said by its name.
 *
 * @param scratch a folder for files while they are written
 */
record JobConfig(Path config, Path scratch, int port, Map<String, String> environment) {
  private static final int DEFAULT_PORT = 9090;

  static JobConfig read(Map<String, String> environment) throws JobException {
    Path config = Path.of(environment.getOrDefault("SLIPWAY_CONFIG_DIR", "/etc/slipway"));
    String port = environment.getOrDefault("SLIPWAY_OPERATOR_PORT", "" + DEFAULT_PORT);
    return new JobConfig(
        config,
        scratch(environment),
        (int) whole("SLIPWAY_OPERATOR_PORT", port, 65_535),
        environment);
  }

  static Path scratch(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("SLIPWAY_SCRATCH_DIR", "/tmp"));
  }

  static Path terminationLog(Map<String, String> environment) {
    return Path.of(environment.getOrDefault("SLIPWAY_TERMINATION_LOG", "/dev/termination-log"));
  }

  /** The document that says what to do. */
  RunSpec run() throws IOException, InvalidRunException {
    return RunDocument.read(Files.readAllBytes(config.resolve("run").resolve("run.json")));
  }

  RunId runId() throws JobException {
    return knownRunId().orElseThrow(() -> absent("SLIPWAY_RUN_ID"));
  }

  Optional<RunId> knownRunId() throws JobException {
    Optional<String> text = text("SLIPWAY_RUN_ID");
    try {
      return text.map(RunId::new);
    } catch (IllegalArgumentException e) {
      throw JobException.correct("ConfigInvalid", "SLIPWAY_RUN_ID: " + e.getMessage());
    }
  }

  int split() throws JobException {
    return (int) required("JOB_COMPLETION_INDEX", Integer.MAX_VALUE);
  }

  long setId() throws JobException {
    return required("SLIPWAY_SET_ID", Long.MAX_VALUE);
  }

  /** What somebody asked for, by a name that a file may have. */
  String asked() throws JobException {
    String asked = text("SLIPWAY_ASKED").orElseThrow(() -> absent("SLIPWAY_ASKED"));
    if (!asked.matches("[A-Za-z0-9][-A-Za-z0-9.]{0,127}")) {
      throw JobException.correct(
          "ConfigInvalid",
          "SLIPWAY_ASKED is '%s', and must be at most 128 letters, digits, hyphens and dots"
              .formatted(asked));
    }
    return asked;
  }

  private long required(String name, long most) throws JobException {
    return whole(name, text(name).orElseThrow(() -> absent(name)), most);
  }

  private static long whole(String name, String text, long most) throws JobException {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      throw noNumber(name, text);
    }
    throw noNumber(name, text);
  }

  private static JobException noNumber(String name, String text) {
    return JobException.correct(
        "ConfigInvalid", "%s is '%s', and must be a whole number".formatted(name, text));
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(environment.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static JobException absent(String name) {
    return JobException.correct("ConfigInvalid", "%s is not set".formatted(name));
  }
}
