package io.slipway.operator.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.operator.judge.Rollout.Outage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The script in the documentation and the operator come to the same numbers. */
class RecomputeVerdictIT {

  private static final Path SCRIPT = Path.of("../docs/recompute-verdict.py");

  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeAll
  static void pythonIsThere() throws InterruptedException {
    assumeTrue(hasPython(), "python3 is not there: docs/recompute-verdict.py is not tried");
  }

  @Test
  void everyVerdictCanBeComputedAgain() throws Exception {
    SplittableRandom random = new SplittableRandom(56);
    for (double rate : new double[] {0.005, 0.01, 0.02, 0.1}) {
      List<Window> windows = Rollout.byStep(1000, 0.01, rate).looks(random, Outage.NONE).getLast();
      agrees(windows, new OddsRatioTest(Significance.ofChecks(3), 1.5));
    }
  }

  @Test
  void alsoOfWindowsWithoutAnArmAndOfVeryManyRequests() throws Exception {
    OddsRatioTest test = new OddsRatioTest(Significance.ofChecks(1), 1.5);
    agrees(List.of(), test);
    agrees(List.of(new Window(0, 0, 100, 5), new Window(100, 5, 0, 0)), test);
    agrees(List.of(new Window(1_000_000_000, 1_000_000, 1_000_000_000, 100_000_000)), test);
  }

  private static void agrees(List<Window> windows, OddsRatioTest test)
      throws IOException, InterruptedException {
    Judgement judgement = test.judge(windows);
    Evidence evidence = judgement.evidence();
    JsonNode answer =
        run(
            Map.of(
                "alpha", evidence.alpha(), "maxOddsRatio", evidence.limit(), "windows", windows));
    assertThat(Math.log(answer.get("eValue").asDouble()))
        .as("%s", windows)
        .isCloseTo(Math.log(evidence.eValue()), within(1e-6));
    assertThat(answer.get("upperBound").asDouble()).isCloseTo(evidence.bound(), within(1e-5));
    assertThat(answer.get("verdict").asText())
        .isEqualTo(judgement.verdict().getClass().getSimpleName());
  }

  private static JsonNode run(Map<String, Object> input) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("python3", SCRIPT.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream toScript = process.getOutputStream()) {
      JSON.writeValue(toScript, input);
    }
    byte[] answer = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).as("exit code of %s", SCRIPT).isZero();
    return JSON.readTree(answer);
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("python3", "--version").start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
