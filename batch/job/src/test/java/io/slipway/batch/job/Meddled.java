package io.slipway.batch.job;

import io.slipway.batch.input.Input;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.query.Query;
import io.slipway.batch.run.RunSpec.Destination;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.batch.run.RunSpec.StagingArea;
import io.slipway.batch.staging.Documents;
import io.slipway.batch.staging.Staging;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import io.slipway.scoring.Engines;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/** What a pod sees of the places of a run, while somebody else is at them too. */
record Meddled(Places places, Meddler meddler) implements Places {

  /** Does something of its own before calls of the pod, or fails in place of one. */
  interface Meddler {
    void before(String call) throws Exception;
  }

  /** Runs a pod to its end. */
  static Map<String, Object> pod(RunBed bed, Role role, Map<String, String> given, Meddler meddler)
      throws Exception {
    JobConfig config = JobConfig.read(bed.environment(given));
    Places places = new Meddled(new MountedPlaces(config.config(), Map.of()), meddler);
    return new Program(config, places, Engines.installed(), InstantSource.system()).run(role);
  }

  @Override
  public Input input(URI uri) throws IOException, JobException {
    return meddled(Input.class, places.input(uri));
  }

  @Override
  public Query query(Source.Query query) throws IOException, JobException {
    return meddled(Query.class, places.query(query));
  }

  @Override
  public RunFolder folder(StagingArea area, SetName set, RunId id)
      throws IOException, JobException {
    RunFolder folder = places.folder(area, set, id);
    return new RunFolder(
        meddled(Documents.class, folder.documents()), meddled(Staging.class, folder.staging()));
  }

  @Override
  public Documents asked(StagingArea area, SetName set) throws IOException, JobException {
    return meddled(Documents.class, places.asked(area, set));
  }

  @Override
  public Warehouse warehouse(Destination destination) throws IOException, JobException {
    return meddled(Warehouse.class, places.warehouse(destination));
  }

  private <T> T meddled(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              meddler.before(method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            }));
  }
}
