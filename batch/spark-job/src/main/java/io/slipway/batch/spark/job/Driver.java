package io.slipway.batch.spark.job;

import io.slipway.batch.job.JobException;
import io.slipway.batch.job.JobException.Remedy;
import io.slipway.batch.job.ScoringRun;
import io.slipway.server.logging.JsonLines;
import io.slipway.server.pod.TerminationMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The score phase of a run, to its last word. It may be killed at any moment and run beside itself:
 * what it has done is in the staging area, and a split counts once.
 *
 * @param environment what the pod was given
 */
record Driver(Map<String, String> environment) {
  private static final Logger log = LoggerFactory.getLogger(Driver.class);
  private static final int RETRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /**
   * @return the exit code: 0 for done, 1 where the same pod once more may help, 42 where it does
   *     not, since tasks were tried often enough or somebody must correct something
   */
  int run() {
    TerminationMessage lastWord =
        new TerminationMessage(
            Path.of(environment.getOrDefault("SLIPWAY_TERMINATION_LOG", "/dev/termination-log")));
    JsonLines.about(Map.of("role", "score"));
    try {
      Map<String, Object> word = score().told();
      log.atInfo().addKeyValue("word", word).log("done");
      lastWord.done(word);
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Remedy.TRY_AGAIN.exitCode();
    } catch (Failure e) {
      log.atError().addKeyValue("reason", e.reason()).setCause(e.getCause()).log(e.getMessage());
      lastWord.failed(e.reason(), String.valueOf(e.getMessage()));
      return Remedy.CORRECT.exitCode();
    } catch (Exception | Error e) {
      JobException failure = Rights.missing(e).orElseGet(() -> JobException.of(e));
      log.atError().addKeyValue("reason", failure.reason()).setCause(e).log(failure.getMessage());
      lastWord.failed(failure.reason(), String.valueOf(failure.getMessage()));
      return failure.remedy().exitCode();
    }
  }

  private Tally score() throws JobException, IOException, InterruptedException, Failure {
    try (ScoringRun run = ScoringRun.open(environment)) {
      Path scratch = Path.of(environment.getOrDefault("SLIPWAY_SCRATCH_DIR", "/tmp"));
      SparkConf conf = DriverConf.of(environment, scratch);
      try (JavaSparkContext spark = new JavaSparkContext(conf);
          Progress progress = Progress.begin(environment)) {
        return new Rounds(spark, run, retries(), Driver::pause, progress::tell).score();
      }
    }
  }

  private int retries() throws JobException {
    String text = environment.getOrDefault("SLIPWAY_SPLIT_RETRIES", "" + RETRIES);
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw JobException.correct(
          "ConfigInvalid",
          "SLIPWAY_SPLIT_RETRIES is '%s', and must be a whole number".formatted(text));
    }
  }

  /** As a Job waits before it starts another pod. */
  private static void pause(int round) throws InterruptedException {
    Duration longer = FIRST_PAUSE.multipliedBy(1L << Math.min(round - 1, 10));
    Thread.sleep(longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
  }
}
