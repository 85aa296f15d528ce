package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people say to a rollout and what it says to their tools. Numbers are those of the acceptance
 * tests of rollouts.
 */
class WordsIT {
  private static final String APPROVED =
      """
      rollout:
        steps:
        - {weight: 10%, minDuration: 1s, minSamples: 10, maxDuration: 2m, pause: Approval}
        - {weight: 50%, minDuration: 1s, minSamples: 10, maxDuration: 2m, pause: Approval}
      """;

  private static final String QUICK =
      """
      rollout:
        steps: [{weight: 50%, minDuration: 2s, minSamples: 0, maxDuration: 1m}]
      """;

  @RegisterExtension static final Workspace workspace = new Workspace("words");

  @BeforeAll
  static void open() {
    Scripts.install(workspace.kubectl());
  }

  /** 60: each word has one effect at most, a late one none, and an abort beats what came before. */
  @SideBySide
  void approvedTwiceOutOfDateAndAbortedAtTheSameTime() {
    Rollout rollout = Rollout.serving(workspace, "said", "good-1", APPROVED);
    String first = rollout.stable();
    Client.RunningLoad load = rollout.load(60);
    rollout.change("good-2", APPROVED);
    JsonNode atOne = rollout.awaitTrue("Paused");
    String second = atOne.at("/status/candidate/revision").asText();
    assertThat(atOne.at("/status/rollout/step").asText()).isEqualTo("1");

    assertThat(said(rollout, "promote", first, "1", "of the one that serves"))
        .isEqualTo("ignored: no version change to that revision is under way");
    assertThat(said(rollout, "resume", second, "1", "once")).isEqualTo("going on");
    rollout.awaitPausedAt("2");
    assertThat(said(rollout, "resume", second, "1", "twice"))
        .isEqualTo("ignored: it is not at step 1 any more");
    assertThat(rollout.now().at("/status/rollout/step").asText()).isEqualTo("2");

    rollout.act("promote", second, "2", "racing");
    assertThat(said(rollout, "abort", second, "2", "racing")).isEqualTo("rolling it back");
    assertThat(said(rollout, "promote", second, "2", "too late")).startsWith("ignored: ");
    JsonNode back = rollout.awaitState("RolledBack");

    Client.assertNoneFailed(load.stop());
    assertThat(back.at("/status/stable/revision").asText()).isEqualTo(first);
    assertThat(Rollout.failure(back)).startsWith("Aborted: ");
  }

  private static String said(
      Rollout rollout, String verb, String revision, String step, String nonce) {
    rollout.act(verb, revision, step, nonce);
    JsonNode heard =
        rollout.awaitText(
            "/status/lastHandledAction/value",
            "%s@%s#%s;%s".formatted(verb, revision, step, nonce));
    return heard.at("/status/lastHandledAction/outcome").asText();
  }

  /** 61: a wait that begins right after the apply ends when the new version serves, not before. */
  @SideBySide
  void kubectlWaitTellsWhatBecameOfWhatWasApplied() {
    Rollout rollout = Rollout.begin(workspace, "awaited", "good-1", QUICK);
    assertThat(waited(rollout, "condition=Ready", "120s")).as("the first version").isZero();
    assertThat(rollout.now().at("/status/stable/digest").asText())
        .isEqualTo(Scripts.digest("good-1"));

    rollout.change("good-2", QUICK);
    assertThat(waited(rollout, "condition=Ready", "120s")).as("the second version").isZero();
    assertThat(rollout.now().at("/status/stable/digest").asText())
        .isEqualTo(Scripts.digest("good-2"));

    rollout.change("words", QUICK);
    assertThat(waited(rollout, "condition=Stalled", "120s")).as("a broken version").isZero();
    assertThat(waited(rollout, "condition=Ready", "2s")).as("a broken version").isNotZero();
    assertThat(waited(rollout, "condition=Available", "2s")).as("callers are answered").isZero();

    rollout.change("good-3", APPROVED.replace("minSamples: 10", "minSamples: 0"));
    assertThat(waited(rollout, "condition=Paused", "120s")).as("waits for a person").isZero();
    assertThat(waited(rollout, "condition=Ready", "2s")).as("waits for a person").isNotZero();
  }

  private static int waited(Rollout rollout, String what, String atMost) {
    return workspace
        .kubectl()
        .attempt(
            "", "wait", "modeldeployment", rollout.name(), "--for=" + what, "--timeout=" + atMost)
        .exitCode();
  }

  /** 61. */
  @SideBySide
  void helmWaitsForTheNewVersionAndFailsWithTheBrokenOne(@TempDir Path chart) throws Exception {
    Optional<String> helm = helm();
    Assumptions.assumeTrue(helm.isPresent(), "skipped: no helm 4 on this machine");
    Rollout rollout = Rollout.of(workspace, "charted");
    Files.createDirectories(chart.resolve("templates"));
    Files.writeString(
        chart.resolve("kubeconfig"),
        workspace.kubectl().run("config", "view", "--raw", "--minify", "--flatten"));
    Files.writeString(
        chart.resolve("Chart.yaml"), "apiVersion: v2\nname: charted\nversion: 0.1.0\n");

    assertThat(upgrade(helm.get(), chart, rollout, "good-1")).as("the first version").isZero();
    assertThat(upgrade(helm.get(), chart, rollout, "good-2")).as("the second version").isZero();
    JsonNode done = rollout.now();
    assertThat(done.at("/status/stable/digest").asText()).isEqualTo(Scripts.digest("good-2"));

    assertThat(upgrade(helm.get(), chart, rollout, "words")).as("a broken version").isNotZero();
    JsonNode back = rollout.awaitState("RolledBack");
    assertThat(back.at("/status/stable/digest").asText()).isEqualTo(Scripts.digest("good-2"));
  }

  private static int upgrade(String helm, Path chart, Rollout rollout, String script)
      throws IOException, InterruptedException {
    Files.writeString(
        chart.resolve("templates/model.yaml"),
        rollout.yaml(Scripts.pinned(script) + Scripts.server(), QUICK));
    ProcessBuilder command =
        new ProcessBuilder(
            List.of(
                helm,
                "upgrade",
                "--install",
                "charted",
                chart.toString(),
                "--namespace=" + workspace.kubectl().namespace(),
                "--wait",
                "--timeout=120s"));
    command.environment().put("KUBECONFIG", chart.resolve("kubeconfig").toString());
    Process process = command.inheritIO().start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("helm ended").isTrue();
    return process.exitValue();
  }

  /** The one that the tests of the chart use. */
  private static Optional<String> helm() {
    Map<String, String> environment = System.getenv();
    Path cache =
        Path.of(
            environment.getOrDefault(
                "XDG_CACHE_HOME", Path.of(System.getProperty("user.home"), ".cache").toString()));
    Stream<Path> named =
        Stream.of(environment.getOrDefault("SLIPWAY_HELM", ""))
            .filter(path -> !path.isEmpty())
            .map(Path::of);
    return Stream.concat(named, Stream.of(cache.resolve("slipway/bin/helm")))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
