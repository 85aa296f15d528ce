package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.e2e.KillPlan.Kill;
import io.slipway.e2e.KillPlan.Victim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * While a run scores a claim's rows in twenty splits, its pods and the operator are killed without
 * notice, at moments that a seed decides. What it publishes is, row by row, what a run makes that
 * nobody disturbs, published once, as the one version of its set. {@code -Dslipway.kills.seed}
 * repeats the kills of a failure.
 */
class OfflineKillsIT {
  private static final Examples.Example DIABETES = Examples.named("diabetes-regression");
  private static final int SPLITS = 20;
  private static final int SPLIT_BYTES = 16 << 10;

  /** A Job tries again after ten seconds, and after twice as long each time. */
  private static final Duration UNDISTURBED = Duration.ofMinutes(4);

  private static final Duration DISTURBED = Duration.ofMinutes(10);

  /** Until a killed pod has a successor that can be killed: longer than any of its delays. */
  private static final Duration SUCCESSOR = Duration.ofMinutes(4);

  private static final long SEED = Long.getLong("slipway.kills.seed", 20261126L);
  private static final int MANY = 100;

  /** So many runs for them, though some victims are done before their moment comes. */
  private static final int MOST_RUNS = 12;

  @RegisterExtension static final Workspace workspace = new Workspace("kills", "baseline");

  private static final List<String> keys = new ArrayList<>();
  private static SortedMap<String, String> expected = new TreeMap<>();

  @BeforeAll
  static void aRunThatNobodyDisturbsSaysWhatIsRight() {
    Store store = Store.start(workspace.kubectl(), "lake");
    store.makeFolder("staging");
    store.makeFolder("predictions");
    store.put("patients/part-1.jsonl", lines());
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
    OfflineRun calm = apply("calm");
    JsonNode run = calm.awaitReady(UNDISTURBED);
    assertThat(run.at("/status/splits/total").asInt()).as(calm.story(run)).isEqualTo(SPLITS);
    expected = calm.rows(run, keys);
    assertThat(expected).hasSize(keys.size());
    assertThat(expected.values()).allMatch(row -> row.startsWith("PRESENT") || row.contains("age"));
    calm.remove();
  }

  @Test
  void whatIsKilledOnceOfEachKindMakesNoDifference() {
    assertThat(killed(1, new KillPlan(SEED, 0, 2, 1, 1, 0)))
        .as("how many were there to be killed, of four")
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  @TakesLong
  void aHundredKillsMakeNoDifference() {
    int kills = 0;
    for (int round = 0; kills < MANY; round++) {
      assertThat(round).as("runs for %d kills so far", kills).isLessThan(MOST_RUNS);
      kills += killed(100 + round, new KillPlan(SEED + 1 + round, 2, 14, 3, 3, 0));
    }
    System.out.printf("%d kills made no difference, from seed %d on%n", kills, SEED + 1);
  }

  /** How many were killed of a run that came to the same all the same. */
  private static int killed(int number, KillPlan plan) {
    OfflineRun run = apply("killed-" + number);
    List<String> killed = new ArrayList<>();
    for (Kill kill : plan.kills()) {
      strike(run, kill).ifPresent(killed::add);
    }
    Slipway.awaitOperator();
    String story = "seed %d, killed: %s".formatted(plan.seed(), String.join(", ", killed));
    System.out.println(story);
    JsonNode ended = run.awaitReady(DISTURBED);

    assertThat(run.rows(ended, keys)).as(story).isEqualTo(expected);
    List<JsonNode> versions = run.versions(ended);
    assertThat(versions).as(story).hasSize(1);
    JsonNode version = versions.getFirst();
    assertThat(version.path("current").asBoolean()).as(version.toString()).isTrue();
    assertThat(version.path("setId")).as(story).isEqualTo(ended.at("/status/setId"));
    assertThat(version.path("runId")).as(story).isEqualTo(ended.at("/status/runId"));
    assertThat(version.path("rows").asInt()).as(story).isEqualTo(keys.size());
    assertThat(ended.at("/status/phase").asText()).as(run.story(ended)).isEqualTo("Published");
    // It is the first version of its set: another publication would have had one before it.
    assertThat(ended.at("/status/previousSetId").isMissingNode()).as(run.story(ended)).isTrue();
    run.remove();
    return killed.size();
  }

  /** Who was killed, if anybody: a run may be past the phase in which the victim is there. */
  private static Optional<String> strike(OfflineRun run, Kill kill) {
    Optional<String> seen = awaited(run, kill);
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    await().pollDelay(kill.after()).atMost(kill.after().plusSeconds(10)).until(() -> true);
    if (kill.victim() == Victim.OPERATOR) {
      Slipway.killOperator();
      return Optional.of("the operator");
    }
    String pod = seen.get();
    if (OfflineRun.phase(run.now()) > last(kill.victim())) {
      return Optional.empty();
    }
    boolean wasThere =
        workspace
                .kubectl()
                .attempt("", "delete", "pod", pod, "--grace-period=0", "--force")
                .exitCode()
            == 0;
    return wasThere ? Optional.of(pod) : Optional.empty();
  }

  /** The victim's name once it is there; empty where it will not be any more. */
  private static Optional<String> awaited(OfflineRun run, Kill kill) {
    var found =
        new Object() {
          Optional<String> name = Optional.empty();
        };
    await()
        .atMost(SUCCESSOR)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () -> {
              JsonNode now = run.now();
              List<String> candidates = candidates(run, kill.victim());
              boolean isPast = OfflineRun.phase(now) > last(kill.victim());
              assertThat(isPast || !candidates.isEmpty())
                  .as(() -> "nobody to kill for %s: %s".formatted(kill.victim(), run.story(now)))
                  .isTrue();
              found.name =
                  isPast || candidates.isEmpty()
                      ? Optional.empty()
                      : Optional.of(kill.of(candidates));
            });
    return found.name;
  }

  /** Whom one could kill now. One that has said its last word is of interest while it is unread. */
  private static List<String> candidates(OfflineRun run, Victim victim) {
    List<JsonNode> pods =
        switch (victim) {
          case OPERATOR -> Slipway.operatorPods();
          case SCORE ->
              run.pods("score").stream()
                  .filter(pod -> !isOver(pod.at("/status/phase").asText()))
                  .toList();
          default -> run.pods(victim.name().toLowerCase(Locale.ROOT));
        };
    return pods.stream().map(pod -> pod.at("/metadata/name").asText()).toList();
  }

  private static boolean isOver(String phase) {
    return phase.equals("Succeeded") || phase.equals("Failed");
  }

  /** The number of the last phase in which a victim matters to the run. */
  private static int last(Victim victim) {
    return OfflineRun.phase(
        switch (victim) {
          case PLAN -> "Planning";
          case SCORE -> "Scoring";
          default -> "Publishing";
        });
  }

  private static OfflineRun apply(String name) {
    workspace
        .kubectl()
        .applyYaml(
            """
            apiVersion: slipway.io/v1alpha1
            kind: BatchScoring
            metadata: {name: %1$s}
            spec:
              model: {name: diabetes, uri: "configmap://diabetes-regression-models/v1.pmml"}
              input: {type: JsonLines, uri: "pvc://lake/models/patients", keyColumn: id}
              staging: {uri: "pvc://lake/models/staging"}
              output: {type: DuckDb, uri: "pvc://lake/models/predictions", set: %1$s}
              engine: {splitSize: %2$dKi, parallelism: 4, retriesPerSplit: 100}
              validation: {maxErrorRate: 1%%}
              serve: {replicas: 1}
            """
                .formatted(name, SPLIT_BYTES >> 10));
    return new OfflineRun(workspace, name, name);
  }

  /** The example's rows again and again, each under a key of its own, with one that is none. */
  private static String lines() {
    JsonNode rows = DIABETES.requests().path("instances");
    StringBuilder lines = new StringBuilder("{\"id\":\"bad\",\"age\":\"old\"}\n");
    keys.add("bad");
    for (int row = 0; lines.length() < SPLITS * SPLIT_BYTES - SPLIT_BYTES / 2; row++) {
      ObjectNode line = rows.get(row % rows.size()).deepCopy();
      // Rows that are alike must not be exchangeable: each is of another age.
      line.put("age", 20 + row * 0.01);
      line.put("id", "r-" + row);
      keys.add("r-" + row);
      lines.append(line).append('\n');
    }
    return lines.toString();
  }
}
