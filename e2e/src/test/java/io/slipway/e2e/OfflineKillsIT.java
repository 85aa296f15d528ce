package io.slipway.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.e2e.KillPlan.Kill;
import io.slipway.e2e.KillPlan.Victim;
import io.slipway.testing.postgres.KillablePostgres;
import io.slipway.testing.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * While a run scores a claim's rows in twenty splits, its pods, the operator and the database are
 * killed without notice, at moments that a seed decides. What it publishes is, row by row, what a
 * run makes that nobody disturbs, published once, as the one version of its set. {@code
 * -Dslipway.kills.seed} repeats the kills of a failure.
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

  private static final int DATABASE_RUNS = 2;

  @RegisterExtension static final Workspace workspace = new Workspace("kills", "baseline");

  private static final Warehouse ON_THE_CLAIM =
      new Warehouse("claim", "type: DuckDb, uri: \"pvc://lake/models/predictions\"");

  private static final Warehouse IN_THE_DATABASE =
      new Warehouse("database", "type: PostgreSql, connectionSecret: warehouse");

  /** What runs that nobody disturbed have made in each of them. */
  private static final Map<Warehouse, SortedMap<String, String>> undisturbed = new HashMap<>();

  private static final List<String> keys = new ArrayList<>();

  @BeforeAll
  static void thereAreRowsToBeScored() {
    Store store = Store.start(workspace.kubectl(), "lake");
    store.makeFolder("staging");
    store.makeFolder("predictions");
    store.put("patients/part-1.jsonl", lines());
    workspace.kubectl().apply(DIABETES.file("configmap.yaml"));
  }

  /**
   * Where runs put their sets.
   *
   * @param output of the spec, without the set
   */
  private record Warehouse(String name, String output) {}

  /** What a run makes that nobody disturbs; it is run once. */
  private static SortedMap<String, String> undisturbed(Warehouse warehouse) {
    return undisturbed.computeIfAbsent(warehouse, OfflineKillsIT::calm);
  }

  private static SortedMap<String, String> calm(Warehouse warehouse) {
    OfflineRun calm = apply("calm-" + warehouse.name(), warehouse);
    JsonNode run = calm.awaitReady(UNDISTURBED);
    assertThat(run.at("/status/splits/total").asInt()).as(calm.story(run)).isEqualTo(SPLITS);
    SortedMap<String, String> rows = calm.rows(run, keys);
    assertThat(rows).hasSize(keys.size());
    assertThat(rows.values()).allMatch(row -> row.startsWith("PRESENT") || row.contains("age"));
    calm.remove();
    return rows;
  }

  @Test
  void whatIsKilledOnceOfEachKindMakesNoDifference() {
    Kills kills = new Kills(ON_THE_CLAIM, Optional.empty());

    assertThat(kills.of("once", new KillPlan(SEED, 0, 2, 1, 1, 0)))
        .as("how many were there to be killed, of four")
        .isGreaterThanOrEqualTo(3);
  }

  @Test
  @TakesLong
  void aHundredKillsMakeNoDifference() {
    Kills kills = new Kills(ON_THE_CLAIM, Optional.empty());
    int killed = 0;
    for (int round = 1; killed < MANY; round++) {
      assertThat(round).as("runs for %d kills so far", killed).isLessThan(MOST_RUNS);
      killed += kills.of("often-" + round, new KillPlan(SEED + round, 2, 14, 3, 3, 0));
    }
    System.out.printf("%d kills made no difference, from seed %d on%n", killed, SEED + 1);
  }

  @Test
  @TakesLong
  void aDatabaseThatIsKilledWhileItIsPublishedIntoMakesNoDifference() throws Exception {
    String address = ThisMachine.asNodesSeeIt(workspace.kubectl());
    if (!(PostgresServer.search() instanceof PostgresServer.Search.Found(Path programs))) {
      System.out.println("skipped: " + PostgresServer.search());
      Assumptions.abort("no programs of PostgreSQL on this machine");
      return;
    }
    try (KillablePostgres database = KillablePostgres.start(programs, address)) {
      workspace
          .kubectl()
          .run(
              "create",
              "secret",
              "generic",
              "warehouse",
              "--from-literal=url=" + database.url(),
              "--from-literal=user=" + database.user(),
              "--from-literal=password=" + database.password());
      Kills kills = new Kills(IN_THE_DATABASE, Optional.of(database));
      int killed = 0;
      for (int round = 1; round <= DATABASE_RUNS; round++) {
        KillPlan plan = new KillPlan(SEED + 1000 + round, 0, 3, 1, 1, 3);
        killed += kills.of("database-" + round, plan);
      }
      assertThat(killed).as("how many were there to be killed").isGreaterThanOrEqualTo(12);
    }
  }

  /**
   * Kills that runs into one warehouse suffer.
   *
   * @param warehouse where they put their sets
   * @param database that may be killed
   */
  private record Kills(Warehouse warehouse, Optional<KillablePostgres> database) {

    /** How many were killed of a run that came to the same all the same. */
    int of(String name, KillPlan plan) {
      SortedMap<String, String> expected = undisturbed(warehouse);
      OfflineRun run = apply(name, warehouse);
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
    private Optional<String> strike(OfflineRun run, Kill kill) {
      Optional<String> seen = awaited(run, kill);
      if (seen.isEmpty()) {
        return Optional.empty();
      }
      await().pollDelay(kill.after()).atMost(kill.after().plusSeconds(10)).until(() -> true);
      if (kill.victim() == Victim.OPERATOR) {
        Slipway.killOperator();
        return Optional.of("the operator");
      }
      if (OfflineRun.phase(run.now()) > last(kill.victim())) {
        return Optional.empty();
      }
      if (kill.victim() == Victim.DATABASE) {
        restart(database.orElseThrow());
        return Optional.of("the database");
      }
      String pod = seen.get();
      boolean wasThere =
          workspace
                  .kubectl()
                  .attempt("", "delete", "pod", pod, "--grace-period=0", "--force")
                  .exitCode()
              == 0;
      return wasThere ? Optional.of(pod) : Optional.empty();
    }

    private static void restart(KillablePostgres database) {
      database.kill();
      try {
        database.startAgain();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while the database started", e);
      }
    }
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

  /** Whom one could kill now. */
  private static List<String> candidates(OfflineRun run, Victim victim) {
    List<JsonNode> pods =
        switch (victim) {
          case OPERATOR -> Slipway.operatorPods();
          case SCORE -> alive(run.pods("score"));
          case DATABASE -> alive(run.pods("publish"));
          // One that has said its last word is of interest while the operator has not read it.
          case PLAN -> notFailed(run.pods("plan"));
          case PUBLISH -> notFailed(run.pods("publish"));
        };
    return pods.stream().map(pod -> pod.at("/metadata/name").asText()).toList();
  }

  private static List<JsonNode> alive(List<JsonNode> pods) {
    return notFailed(pods).stream().filter(pod -> !isIn(pod, "Succeeded")).toList();
  }

  private static List<JsonNode> notFailed(List<JsonNode> pods) {
    return pods.stream().filter(pod -> !isIn(pod, "Failed")).toList();
  }

  private static boolean isIn(JsonNode pod, String phase) {
    return pod.at("/status/phase").asText().equals(phase);
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

  private static OfflineRun apply(String name, Warehouse warehouse) {
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
              output: {%3$s, set: %1$s}
              engine: {splitSize: %2$dKi, parallelism: 4, retriesPerSplit: 100}
              validation: {maxErrorRate: 1%%}
              serve: {replicas: 1}
            """
                .formatted(name, SPLIT_BYTES >> 10, warehouse.output()));
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
