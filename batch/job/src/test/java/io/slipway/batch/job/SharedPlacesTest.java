package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.batch.input.InputChangedException;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    Meddled.Meddler rewriting =
        new Meddled.Meddler() {
          @Override
          public void before(String call) throws IOException {
            if (call.equals("store")) {
              bed.input("rows.jsonl", Lines.text(Lines.ofRecords(IRIS.inputRows())) + "{}\n");
            }
          }
        };
    assertThatThrownBy(() -> Meddled.pod(bed, Role.SCORE, given, rewriting))
        .isInstanceOf(InputChangedException.class)
        .hasMessageStartingWith("rows.jsonl has changed since the run was planned");
    assertThat(bed.publish(runId).message()).contains("split 0 first");
  }
}
