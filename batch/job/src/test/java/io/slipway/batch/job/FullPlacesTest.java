package io.slipway.batch.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.batch.input.Input;
import io.slipway.batch.job.JobException.Remedy;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.query.Query;
import io.slipway.batch.run.RunSpec.Destination;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.batch.run.RunSpec.StagingArea;
import io.slipway.batch.staging.Documents;
import io.slipway.batch.staging.Staging;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.batch.warehouse.WarehouseException;
import io.slipway.batch.warehouse.WarehouseException.Kind;
import io.slipway.scoring.Engines;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk or a warehouse that has no room ends an attempt, and the next one goes on from there. */
class FullPlacesTest {
  private static final TestModel IRIS = TestModels.committed("sk-logreg-multiclass-iris");

  @Test
  void aFullStagingAreaCommitsNothingAndLeavesNothingInThePod(@TempDir Path root) throws Exception {
    RunBed bed = bed(root);
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    Map<String, String> given = Map.of("SLIPWAY_RUN_ID", runId, "JOB_COMPLETION_INDEX", "0");
    JobException full = failure(bed, Role.SCORE, given, Failing.STAGING);
    assertThat(full.reason()).isEqualTo("DiskFull");
    assertThat(full.remedy()).isEqualTo(Remedy.TRY_AGAIN);
    try (Stream<Path> scratch = Files.list(bed.folder("scratch"))) {
      assertThat(scratch).isEmpty();
    }
    assertThat(bed.publish(runId).reason()).isEqualTo("SplitsMissing");
    RunBed.requireDone(bed.score(runId, 0));
  }

  @Test
  void aFullWarehousePublishesNothingUntilThereIsRoom(@TempDir Path root) throws Exception {
    RunBed bed = bed(root);
    JsonNode planned = RunBed.requireDone(bed.plan());
    String runId = planned.required("runId").asText();
    for (int split = 0; split < planned.required("splits").intValue(); split++) {
      RunBed.requireDone(bed.score(runId, split));
    }
    Map<String, String> given = Map.of("SLIPWAY_RUN_ID", runId);
    JobException full = failure(bed, Role.PUBLISH, given, Failing.WAREHOUSE);
    assertThat(full.reason()).isEqualTo("WarehouseFull");
    assertThat(full.remedy()).isEqualTo(Remedy.TRY_AGAIN);
    assertThat(RunBed.requireDone(bed.publish(runId)).required("published").booleanValue())
        .isTrue();
  }

  private static RunBed bed(Path root) throws IOException {
    RunBed bed = RunBed.of(root, IRIS.pmml().orElseThrow());
    bed.input("rows.jsonl", Lines.text(Lines.ofRecords(IRIS.inputRows())));
    return bed;
  }

  private static JobException failure(
      RunBed bed, Role role, Map<String, String> given, Failing failing) throws Exception {
    JobConfig config = JobConfig.read(bed.environment(given));
    Places places = new FullPlaces(new MountedPlaces(config.config(), Map.of()), failing);
    try {
      new Program(config, places, Engines.installed(), InstantSource.system()).run(role);
    } catch (IOException | WarehouseException e) {
      return JobException.of(e);
    }
    throw new AssertionError("there was room");
  }

  /** Which place has no room left. */
  private enum Failing {
    STAGING,
    WAREHOUSE
  }

  private record FullPlaces(Places places, Failing failing) implements Places {
    @Override
    public Input input(URI uri) throws IOException, JobException {
      return places.input(uri);
    }

    @Override
    public Query query(Source.Query query) throws IOException, JobException {
      return places.query(query);
    }

    @Override
    public RunFolder folder(StagingArea area, SetName set, RunId id)
        throws IOException, JobException {
      RunFolder folder = places.folder(area, set, id);
      return failing == Failing.STAGING
          ? new RunFolder(
              folder.documents(), without(Staging.class, folder.staging(), "store", noSpace()))
          : folder;
    }

    @Override
    public Documents asked(StagingArea area, SetName set) throws IOException, JobException {
      return places.asked(area, set);
    }

    @Override
    public Warehouse warehouse(Destination destination) throws IOException, JobException {
      Warehouse warehouse = places.warehouse(destination);
      return failing == Failing.WAREHOUSE
          ? without(
              Warehouse.class,
              warehouse,
              "load",
              new WarehouseException(Kind.FULL, "daily", "the disk has no room left", "enlarge it"))
          : warehouse;
    }

    private static IOException noSpace() {
      return new IOException("part-00000.parquet: No space left on device");
    }

    private static <T> T without(Class<T> type, T real, String call, Exception failure) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                if (method.getName().equals(call)) {
                  throw failure;
                }
                try {
                  return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause() == null ? e : e.getCause();
                }
              }));
    }
  }
}
