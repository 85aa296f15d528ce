package io.slipway.batch.job;

import io.slipway.scoring.Engines;
import io.slipway.server.logging.JsonLines;
import io.slipway.server.pod.TerminationMessage;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program of the batch image; the first argument says its role: {@code plan}, {@code score},
 * {@code publish}, {@code activate}, {@code lookup}. Exit codes: 0 when it is done; 1 when the same
 * once more may help; 42 when somebody must correct something, which the termination message says.
 * On SIGTERM it ends as the JVM does, with 143: what is not committed has not happened.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final String LOOKUP = "lookup";

  private Main() {}

  /**
   * @param args the role; for {@code lookup} no more
   */
  public static void main(String[] args) throws InterruptedException {
    if (args.length > 0 && args[0].equals(LOOKUP)) {
      io.slipway.batch.lookup.Main.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    System.exit(run(args, System.getenv()));
  }

  /**
   * Does what the arguments say, and leaves its last word.
   *
   * @return the exit code
   */
  public static int run(String[] args, Map<String, String> environment) {
    TerminationMessage lastWord = new TerminationMessage(JobConfig.terminationLog(environment));
    try {
      Role role =
          Role.of(String.join(" ", args))
              .orElseThrow(
                  () ->
                      JobException.correct(
                          "ConfigInvalid",
                          "the argument must be plan, score, publish, activate or lookup"));
      JsonLines.about(Map.of("role", String.join(" ", args)));
      JobConfig config = JobConfig.read(environment);
      Program program =
          new Program(
              config,
              new MountedPlaces(config.config(), environment),
              Engines.installed(),
              InstantSource.system());
      Map<String, Object> word = program.run(role);
      log.atInfo().addKeyValue("word", word).log("done");
      lastWord.done(word);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JobException.Remedy.TRY_AGAIN.exitCode();
    } catch (Exception | Error e) {
      JobException failure = JobException.of(e);
      log.atError()
          .addKeyValue("reason", failure.reason())
          .setCause(failure.getCause())
          .log(failure.getMessage());
      lastWord.failed(failure.reason(), String.valueOf(failure.getMessage()));
      return failure.remedy().exitCode();
    }
  }
}
