package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.batch.input.InputChangedException;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.batch.warehouse.duckdb.DuckDbWarehouse;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody else is at the same files and the same set, just between two steps of a pod. */
class SharedPlacesTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");

  @TempDir private Path root = Path.of("");
  private RunBed bed = new RunBed(Path.of(""));

  @BeforeEach
  void makeBed() throws IOException {
    bed = RunBed.of(root, IRIS.pmml().orElseThrow());
    bed.input("rows.jsonl", Lines.text(Lines.ofRecords(IRIS.inputRows())));
  }

  private String planned() throws IOException {
    return RunBed.requireDone(bed.plan()).required("runId").asText();
  }

  @Test
  void rowsOfAFileThatIsWrittenOverWhileItIsReadAreNotCommitted() throws Exception {
    String runId = planned();
    Map<String, String> given = Map.of("SLIPWAY_RUN_ID", runId, "JOB_COMPLETION_INDEX", "0");
    String longer = Lines.text(Lines.ofRecords(IRIS.inputRows())) + "{}\n";
    Meddled.Meddler rewriting = onceBefore("store", () -> bed.input("rows.jsonl", longer));
    assertThatThrownBy(() -> Meddled.pod(bed, Role.SCORE, given, rewriting))
        .isInstanceOf(InputChangedException.class)
        .hasMessageStartingWith("rows.jsonl has changed since the run was planned");
    assertThat(bed.publish(runId).message()).contains("split 0 first");
  }

  @Test
  void aRunWhoseSetVersionWasRetiredIsNotPublishedOverNewerOnes() throws Exception {
    bed.change(run -> run.putObject("publish").put("retainSets", 1));
    RunBed.requireDone(bed.wholeRun());
    newerRun(1);
    newerRun(2);

    bed.change(run -> run.put("nonce", 0));
    JsonNode word = RunBed.requireDone(bed.wholeRun());

    assertThat(word.required("published").booleanValue()).isTrue();
    assertThat(word.required("setId").longValue()).isOne();
    assertThat(current()).isEqualTo(3);
  }

  private void newerRun(int nonce) throws IOException {
    bed.change(run -> run.put("nonce", nonce));
    RunBed.requireDone(bed.wholeRun());
  }

  @Test
  void aPublisherThatWakesUpAfterItsSetVersionWasRetiredPublishesNothing() throws Exception {
    bed.change(run -> run.putObject("publish").put("retainSets", 1));
    String runId = scored();

    Map<String, Object> word =
        Meddled.pod(
            bed,
            Role.PUBLISH,
            Map.of("SLIPWAY_RUN_ID", runId),
            onceBefore(
                "load",
                () -> {
                  RunBed.requireDone(bed.publish(runId));
                  newerRun(1);
                }));

    assertThat(word).containsEntry("setId", 1L).containsEntry("published", true);
    assertThat(current()).isEqualTo(2);
  }

  @Test
  void aPublisherThatComesTooLateDoesNotUndoThatSomebodyWentBack() throws Exception {
    RunBed.requireDone(bed.wholeRun());
    newerRun(1);
    bed.change(run -> run.put("nonce", 2));
    String runId = scored();

    Map<String, Object> word =
        Meddled.pod(
            bed,
            Role.PUBLISH,
            Map.of("SLIPWAY_RUN_ID", runId),
            onceBefore(
                "publish",
                () -> {
                  RunBed.requireDone(bed.publish(runId));
                  RunBed.requireDone(bed.activate(1));
                }));

    assertThat(word).containsEntry("setId", 3L).containsEntry("published", true);
    assertThat(current()).isEqualTo(1);
  }

  @Test
  void aPublisherWhoseCommitsAnotherOneHasUsedAndRemovedSaysTheSame() throws Exception {
    bed.change(run -> ((ObjectNode) run.get("staging")).put("removeWhen", "Published"));
    String runId = scored();

    Map<String, Object> word =
        Meddled.pod(
            bed,
            Role.PUBLISH,
            Map.of("SLIPWAY_RUN_ID", runId),
            onceBefore("committed", () -> RunBed.requireDone(bed.publish(runId))));

    assertThat(word).containsEntry("setId", 1L).containsEntry("published", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep", "remove", "retireAllBut"})
  void whatCannotBeTidiedUpDoesNotUndoThatARunIsPublished(String failing) throws Exception {
    bed.change(run -> ((ObjectNode) run.get("staging")).put("removeWhen", "Published"));
    String runId = scored();
    Exception failure =
        failing.equals("retireAllBut")
            ? new WarehouseException(Kind.UNAVAILABLE, RunBed.SET, "it is away", "wait")
            : new IOException("Read-only file system");

    Map<String, Object> word =
        Meddled.pod(
            bed,
            Role.PUBLISH,
            Map.of("SLIPWAY_RUN_ID", runId),
            onceBefore(
                failing,
                () -> {
                  throw failure;
                }));

    assertThat(word).containsEntry("published", true);
    assertThat(current()).isEqualTo(1);
  }

  private String scored() throws IOException {
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    for (int split = 0; split < planned.required("splits").intValue(); split++) {
      RunBed.requireDone(bed.score(runId, split));
    }
    return runId;
  }

  private long current() {
    try (Warehouse warehouse = DuckDbWarehouse.open(bed.folder("output"))) {
      return warehouse.find(new SetName(RunBed.SET), List.of()).orElseThrow().version().setId();
    }
  }

  /** What somebody else does. */
  private interface Deed {
    void run() throws Exception;
  }

  private static Meddled.Meddler onceBefore(String call, Deed deed) {
    AtomicBoolean done = new AtomicBoolean();
    return next -> {
      if (next.equals(call) && done.compareAndSet(false, true)) {
        deed.run();
      }
    };
  }
}
