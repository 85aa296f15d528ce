package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.scoring.Engines;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pods of a run end at any step of what they do, are started again, and run two at a time. Whatever
 * happens, in the end the set is that of an undisturbed run, and it was published once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledRunsTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");
  private static final SetName SET = new SetName(RunBed.SET);
  private static final int ROWS = 60;
  private static final int BAD_ROWS = 4;
  private static final int SEEDS = Boolean.getBoolean("slipway.long") ? 120 : 6;

  private Map<String, Prediction> undisturbed = Map.of();
  private String errors = "";

  /** How many steps a pod takes that nothing happens to. */
  private final Map<Role, Integer> steps = new EnumMap<>(Role.class);

  private final AtomicInteger killed = new AtomicInteger();

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @BeforeAll
  void runUndisturbed(@TempDir Path root) throws Exception {
    RunBed bed = bed(root);
    Map<String, String> given = new HashMap<>();
    given.put("SLIPWAY_RUN_ID", text(walk(bed, Role.PLAN, given), "runId"));
    int splits = Integer.parseInt(text(walk(bed, Role.PLAN, given), "splits"));
    for (int split = 0; split < splits; split++) {
      given.put("JOB_COMPLETION_INDEX", Integer.toString(split));
      walk(bed, Role.SCORE, given);
    }
    walk(bed, Role.PUBLISH, given);
    undisturbed = current(bed).orElseThrow().predictions();
    errors = errors(bed);
    assertThat(undisturbed).hasSize(ROWS + BAD_ROWS);
    requireWorkThatCanBeCut();
  }

  /** Pods that find all done already take few steps, and to kill them says nothing. */
  private void requireWorkThatCanBeCut() {
    assertThat(steps).hasEntrySatisfying(Role.SCORE, most -> assertThat(most).isGreaterThan(10));
    assertThat(steps).hasEntrySatisfying(Role.PUBLISH, most -> assertThat(most).isGreaterThan(30));
  }

  private Map<String, Object> walk(RunBed bed, Role role, Map<String, String> given)
      throws Exception {
    Cut cut = Cut.never();
    Map<String, Object> word = pod(bed, role, given, cut, Instant.EPOCH);
    steps.merge(role, cut.steps(), Math::max);
    return word;
  }

  @AfterAll
  void requireThatPodsWereKilled() {
    assertThat(killed).hasValueGreaterThan(4 * SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theSetIsThatOfAnUndisturbedRunAndPublishedOnce(long seed, @TempDir Path root)
      throws Exception {
    Pods pods = new Pods(bed(root), new Random(seed));
    String runId = text(pods.untilDone(Role.PLAN, Map.of()), "runId");
    Map<String, Object> planned = pods.untilDone(Role.PLAN, Map.of("SLIPWAY_RUN_ID", runId));
    int splits = Integer.parseInt(text(planned, "splits"));
    assertThat(splits).isGreaterThan(2);
    // Two pods of the same split one after the other, so that both are at it at the same time.
    pods.twoAtATime(
        IntStream.range(0, 2 * splits)
            .mapToObj(
                index ->
                    Map.of(
                        "SLIPWAY_RUN_ID",
                        runId,
                        "JOB_COMPLETION_INDEX",
                        Integer.toString(index / 2)))
            .toList(),
        Role.SCORE);
    pods.twoAtATime(
        List.of(Map.of("SLIPWAY_RUN_ID", runId), Map.of("SLIPWAY_RUN_ID", runId)), Role.PUBLISH);

    Answer answer = current(pods.bed).orElseThrow();
    assertThat(answer.predictions()).isEqualTo(undisturbed);
    assertThat(errors(pods.bed)).isEqualTo(errors);
    List<SetVersion> versions = versions(pods.bed);
    assertThat(versions).hasSize(1);
    assertThat(versions.getFirst().state()).isEqualTo(SetVersion.State.PUBLISHED);
    // The first planner's word, whoever came later.
    assertThat(versions.getFirst().run().id()).isEqualTo(runId);
    pods.untilDone(Role.PUBLISH, Map.of("SLIPWAY_RUN_ID", runId));
    assertThat(versions(pods.bed)).isEqualTo(versions);
  }

  private static String text(Map<String, Object> word, String field) {
    return String.valueOf(word.get(field));
  }

  /** Starts pods that end too early, until they do what they are for. */
  private final class Pods {
    private final RunBed bed;
    private final Random random;
    private final AtomicLong seconds = new AtomicLong();

    Pods(RunBed bed, Random random) {
      this.bed = bed;
      this.random = random;
    }

    Map<String, Object> untilDone(Role role, Map<String, String> given) throws Exception {
      int most = steps.getOrDefault(role, 1);
      while (true) {
        Cut cut = random.nextInt(4) == 0 ? Cut.never() : Cut.at(1 + random.nextInt(most));
        try {
          return pod(bed, role, given, cut, Instant.ofEpochSecond(seconds.incrementAndGet()));
        } catch (Cut.EndError _) {
          killed.incrementAndGet();
          requireNothingHalf();
        } catch (Exception e) {
          // As Kubernetes does: once more, where that may help.
          JobException failure = JobException.of(e);
          assertThat(failure.remedy()).as("%s", failure).isEqualTo(JobException.Remedy.TRY_AGAIN);
          assertThat(failure.reason()).isEqualTo("WarehouseBusy");
        }
      }
    }

    /** Readers have nothing, or all of it. */
    private void requireNothingHalf() {
      current(bed).ifPresent(answer -> assertThat(answer.predictions()).hasSize(ROWS + BAD_ROWS));
    }

    void twoAtATime(List<Map<String, String>> each, Role role) throws Exception {
      try (ExecutorService two = Executors.newFixedThreadPool(2)) {
        List<Future<Map<String, Object>>> done = new ArrayList<>();
        for (Map<String, String> given : each) {
          // A generator of its own, so that a seed says what happens to each of them.
          Pods own = new Pods(bed, new Random(random.nextLong()));
          Callable<Map<String, Object>> pod = () -> own.untilDone(role, given);
          done.add(two.submit(pod));
        }
        Map<Object, Map<String, Object>> words = new HashMap<>();
        for (Future<Map<String, Object>> one : done) {
          Map<String, Object> word = one.get();
          Object about = word.getOrDefault("split", role);
          assertThat(word).isEqualTo(words.getOrDefault(about, word));
          words.put(about, word);
        }
      }
    }
  }

  private static Map<String, Object> pod(
      RunBed bed, Role role, Map<String, String> given, Cut cut, Instant now) throws Exception {
    JobConfig config = JobConfig.read(bed.environment(given));
    Program program =
        new Program(
            config,
            cut.of(new MountedPlaces(config.config(), Map.of())),
            Engines.installed(),
            () -> now);
    return program.run(role);
  }

  private static RunBed bed(Path root) throws IOException {
    RunBed bed = RunBed.of(root, IRIS.pmml().orElseThrow());
    StringBuilder rows = new StringBuilder();
    rows.append(Lines.text(Lines.ofRecords(IRIS.inputRows().subList(0, ROWS))));
    rows.append("{\"key\":\"bad\",\"petal_width_cm\":{}}\n").append("no JSON\n".repeat(2));
    bed.input("a.jsonl", rows.toString());
    bed.input("b.jsonl", "{\n");
    // The same time in each folder, so that plans are the same.
    for (String file : List.of("a.jsonl", "b.jsonl")) {
      Files.setLastModifiedTime(bed.folder("input").resolve(file), FileTime.fromMillis(0));
    }
    bed.change(
        run -> {
          run.putObject("splits").put("bytes", 1800).put("most", 5);
          run.putObject("validation").put("maxErrorRate", 0.1);
        });
    return bed;
  }

  private static Optional<Answer> current(RunBed bed) {
    List<String> keys = new ArrayList<>(IntStream.range(0, ROWS).mapToObj(Lines::key).toList());
    keys.add("bad");
    for (int split = 0; split < 10; split++) {
      keys.add("(no key) %d.1".formatted(split));
      keys.add("(no key) %d.2".formatted(split));
      keys.add("(no key) %d.3".formatted(split));
    }
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      return warehouse.find(SET, keys);
    }
  }

  private static List<SetVersion> versions(RunBed bed) {
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      return warehouse.versions(SET);
    }
  }

  private static String errors(RunBed bed) throws IOException {
    try (var files = Files.walk(bed.folder("staging"))) {
      Path file = files.filter(one -> one.endsWith("errors.jsonl")).findFirst().orElseThrow();
      return Files.readString(file);
    }
  }
}
