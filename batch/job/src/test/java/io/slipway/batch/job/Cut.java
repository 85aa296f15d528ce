package io.slipway.batch.job;

import io.slipway.batch.input.Input;
import io.slipway.batch.input.Lines;
import io.slipway.batch.plan.RunId;
import io.slipway.batch.query.Query;
import io.slipway.batch.run.RunSpec.Destination;
import io.slipway.batch.run.RunSpec.Source;
import io.slipway.batch.run.RunSpec.StagingArea;
import io.slipway.batch.staging.Documents;
import io.slipway.batch.staging.Staging;
import io.slipway.batch.warehouse.RowSource;
import io.slipway.batch.warehouse.SetName;
import io.slipway.batch.warehouse.Warehouse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;

/**
 * A process that ends at a certain step, before or after one of the calls by which it reads or
 * changes what others see; nothing is done after that.
 */
final class Cut {
  private final int at;
  private int steps;

  private Cut(int at) {
    this.at = at;
  }

  static Cut at(int step) {
    return new Cut(step);
  }

  static Cut never() {
    return new Cut(Integer.MAX_VALUE);
  }

  /** The end of a process, which nobody catches. */
  static final class EndError extends Error {
    private static final long serialVersionUID = 1;
  }

  /** How many there were. */
  int steps() {
    return steps;
  }

  private void step() {
    steps++;
    if (steps >= at) {
      throw new EndError();
    }
  }

  /** What the process sees of these. */
  Places of(Places places) {
    return new Places() {
      @Override
      public Input input(URI uri) throws IOException, JobException {
        return watched(Input.class, places.input(uri));
      }

      @Override
      public Query query(Source.Query query) throws IOException, JobException {
        return watched(Query.class, places.query(query));
      }

      @Override
      public RunFolder folder(StagingArea area, SetName set, RunId id)
          throws IOException, JobException {
        step();
        RunFolder folder = places.folder(area, set, id);
        return new RunFolder(
            watched(Documents.class, folder.documents()), watched(Staging.class, folder.staging()));
      }

      @Override
      public Documents asked(StagingArea area, SetName set) throws IOException, JobException {
        step();
        return watched(Documents.class, places.asked(area, set));
      }

      @Override
      public Warehouse warehouse(Destination destination) throws IOException, JobException {
        step();
        return watched(Warehouse.class, places.warehouse(destination));
      }
    };
  }

  private <T> T watched(Class<T> type, T real) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(real, method, arguments)));
  }

  private Object call(Object real, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("close")) {
      return method.invoke(real); // what the system does when a process has ended
    }
    step();
    for (int i = 0; arguments != null && i < arguments.length; i++) {
      if (arguments[i] instanceof RowSource rows) {
        arguments[i] = watched(RowSource.class, rows);
      }
    }
    try {
      Object result = method.invoke(real, arguments);
      step();
      return result instanceof Lines lines ? watched(Lines.class, lines) : result;
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
