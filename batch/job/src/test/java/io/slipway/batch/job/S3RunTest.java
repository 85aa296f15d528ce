package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.warehouse.Answer;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.testing.program.Search;
import io.slipway.testing.s3.S3Server;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Input and staging area in a real S3-compatible store, with keys as pods are given them. */
class S3RunTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");
  private static final SetName SET = new SetName(RunBed.SET);

  @Test
  void aRunOverAStoreIsTheSameAsOneOverAVolume(@TempDir Path root, @TempDir Path stored)
      throws Exception {
    RunBed bed = RunBed.of(root, IRIS.onnx().orElseThrow());
    String rows = Lines.text(Lines.ofTensors(IRIS.onnxInput(), IRIS.inputRows().size()));
    bed.input("rows.jsonl", rows);
    bed.change(run -> run.putObject("splits").put("bytes", 10_000));
    RunBed.requireDone(bed.wholeRun());
    Answer overVolume = current(bed);
    try (S3Server server = start(stored)) {
      server.createBucket("lake");
      Path folder = Files.createDirectories(server.bucket("lake").resolve("customers/today"));
      Files.writeString(folder.resolve("rows.jsonl"), rows);
      giveKeys(bed, server.environment());
      bed.change(
          run -> {
            ((ObjectNode) run.get("input")).put("uri", "s3://lake/customers/today/");
            run.putObject("staging").put("uri", "s3://lake/runs").put("removeWhen", "Published");
          });
      JsonNode word = RunBed.requireDone(bed.wholeRun());
      assertThat(word.required("setId").longValue()).isEqualTo(2);
      assertThat(current(bed).version().setId()).isEqualTo(2);
      assertThat(current(bed).predictions()).isEqualTo(overVolume.predictions());
      try (Stream<Path> left = Files.walk(server.bucket("lake").resolve("runs"))) {
        assertThat(left.filter(Files::isRegularFile).map(file -> "" + file.getFileName()))
            .containsExactlyInAnyOrder("plan.json", "planned.json", "manifest.json");
      }
      bed.change(run -> ((ObjectNode) run.get("input")).put("uri", "s3://no-such-bucket/x"));
      RunBed.Ended refused = bed.plan();
      assertThat(refused.exitCode()).isEqualTo(42);
      assertThat(refused.reason()).isEqualTo("StorageRefused");
      assertThat(refused.message()).contains("no-such-bucket", "404");
    }
  }

  @Test
  void settingsThatAreWrongEndItWithoutAnotherAttempt(@TempDir Path root) throws Exception {
    RunBed bed = RunBed.of(root, IRIS.onnx().orElseThrow());
    bed.change(run -> ((ObjectNode) run.get("input")).put("uri", "s3://lake/customers/"));
    giveKeys(bed, Map.of("AWS_ACCESS_KEY_ID", "reader", "AWS_REGION", "eu-central-1"));

    RunBed.Ended ended = bed.plan();

    assertThat(ended.exitCode()).isEqualTo(42);
    assertThat(ended.reason()).isEqualTo("ConfigInvalid");
    assertThat(ended.message()).contains("both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  }

  private static void giveKeys(RunBed bed, Map<String, String> keys) throws IOException {
    Path secret = Files.createDirectories(bed.folder("config/credentials"));
    for (Map.Entry<String, String> key : keys.entrySet()) {
      Files.writeString(secret.resolve(key.getKey()), key.getValue() + "\n");
    }
  }

  private static S3Server start(Path folder) throws IOException {
    return switch (S3Server.search()) {
      case Search.Found(Path program) -> S3Server.start(program, folder);
      case Search.NotFound(String reason) -> Assumptions.abort("skipped: " + reason);
    };
  }

  private static Answer current(RunBed bed) {
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      List<String> keys = IntStream.range(0, IRIS.inputRows().size()).mapToObj(Lines::key).toList();
      return warehouse.find(SET, keys).orElseThrow();
    }
  }
}
