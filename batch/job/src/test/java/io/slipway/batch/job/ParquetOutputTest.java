package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.batch.warehouse.Prediction;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.SetVersion;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.testing.program.Search;
import io.slipway.testing.s3.S3Server;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets as folders of Parquet files, on a volume and in a store: the same predictions, once. */
class ParquetOutputTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");
  private static final SetName SET = new SetName(RunBed.SET);
  private static final List<String> KEYS =
      IntStream.range(0, IRIS.inputRows().size()).mapToObj(Lines::key).toList();

  @Test
  void aSetIsTheSameOnAVolumeAndInAStoreAsInAFileOfDuckDb(@TempDir Path root, @TempDir Path stored)
      throws Exception {
    RunBed bed = bed(root);
    RunBed.requireDone(bed.wholeRun());
    Map<String, Prediction> expected = predictions(bed);

    into(bed, bed.folder("sets").toUri().toString());
    RunBed.requireDone(bed.wholeRun());
    assertThat(predictions(bed)).isEqualTo(expected);

    try (S3Server server = start(stored)) {
      server.createBucket("lake");
      Path secret = Files.createDirectories(bed.folder("config/credentials"));
      for (Map.Entry<String, String> key : server.environment().entrySet()) {
        Files.writeString(secret.resolve(key.getKey()), key.getValue() + "\n");
      }
      into(bed, "s3://lake/sets");
      JsonNode first = RunBed.requireDone(bed.wholeRun());
      assertThat(predictions(bed)).isEqualTo(expected);

      // Two runs and two publishers of each at once: each set version is published at most once.
      List<String> runs = List.of(scored(bed, 1), scored(bed, 2));
      publishAtOnce(bed, runs);
      try (Warehouse warehouse = warehouse(bed)) {
        List<SetVersion> versions = warehouse.versions(SET);
        assertThat(versions).hasSize(3).allMatch(version -> version.state().isWhole());
        assertThat(versions.stream().filter(SetVersion::current)).hasSize(1);
        assertThat(versions.getFirst().current()).isTrue();
      }
      assertThat(predictions(bed)).isEqualTo(expected);
      into(bed, "s3://no-such-bucket/sets");
      RunBed.Ended refused = bed.plan();
      assertThat(refused.exitCode()).as("%s", refused).isEqualTo(42);
      assertThat(refused.reason()).isEqualTo("StorageRefused");

      into(bed, "s3://lake/sets");
      RunBed.requireDone(bed.activate(first.required("setId").longValue()));
      try (Warehouse warehouse = warehouse(bed)) {
        assertThat(warehouse.versions(SET).getLast().current()).isTrue();
      }
    }
  }

  private static String scored(RunBed bed, int nonce) throws IOException {
    bed.change(run -> run.put("nonce", nonce));
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    for (int split = 0; split < planned.required("splits").intValue(); split++) {
      RunBed.requireDone(bed.score(runId, split));
    }
    return runId;
  }

  private static void publishAtOnce(RunBed bed, List<String> runs) throws Exception {
    List<Callable<Map<String, Object>>> pods = new ArrayList<>();
    for (int nonce = 1; nonce <= runs.size(); nonce++) {
      int own = nonce;
      bed.change(run -> run.put("nonce", own));
      JobConfig config =
          JobConfig.read(bed.environment(Map.of("SLIPWAY_RUN_ID", runs.get(nonce - 1))));
      var spec = config.run();
      for (int pod = 0; pod < 2; pod++) {
        pods.add(
            () -> {
              Places places = new MountedPlaces(config.config(), bed.environment(Map.of()));
              RunFolder folder = places.folder(spec.staging(), SET, config.runId());
              RunFolder.Known known = folder.known(config.runId(), spec);
              try (Warehouse warehouse = places.warehouse(spec.output())) {
                return Words.published(
                    new Publication(
                            spec,
                            known.run(),
                            known.plan().splits().size(),
                            folder,
                            warehouse,
                            bed.folder("scratch"))
                        .finish());
              }
            });
      }
    }
    try (ExecutorService all = Executors.newFixedThreadPool(pods.size())) {
      for (Future<Map<String, Object>> pod : all.invokeAll(pods)) {
        assertThat(pod.get()).containsEntry("rows", (long) KEYS.size());
      }
    }
  }

  private static RunBed bed(Path root) throws IOException {
    RunBed bed = RunBed.of(root, IRIS.pmml().orElseThrow());
    bed.input("rows.jsonl", Lines.text(Lines.ofRecords(IRIS.inputRows())));
    bed.change(run -> run.putObject("splits").put("bytes", 20_000));
    return bed;
  }

  private static void into(RunBed bed, String uri) throws IOException {
    bed.change(
        run ->
            run.putObject("output").put("type", "Parquet").put("uri", uri).put("set", RunBed.SET));
  }

  private static Warehouse warehouse(RunBed bed) throws Exception {
    JobConfig config = JobConfig.read(bed.environment(Map.of()));
    return new MountedPlaces(config.config(), bed.environment(Map.of()))
        .warehouse(config.run().output());
  }

  private static Map<String, Prediction> predictions(RunBed bed) throws Exception {
    try (Warehouse warehouse = warehouse(bed)) {
      Map<String, Prediction> found = warehouse.find(SET, KEYS).orElseThrow().predictions();
      assertThat(found).hasSize(KEYS.size());
      return found;
    }
  }

  private static S3Server start(Path folder) throws IOException {
    S3Server.lacking(folder).ifPresent(reason -> Assumptions.abort("skipped: " + reason));
    return switch (S3Server.search()) {
      case Search.Found(Path program) -> S3Server.start(program, folder);
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
    };
  }
}
