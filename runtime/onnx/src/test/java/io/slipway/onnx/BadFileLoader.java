package io.slipway.onnx;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The program that {@link BadFilesTest} starts: for each name and file given it prints a line with
 * the name, what became of it, how long that took and the error's message. A run is interrupted
 * after a second.
 */
final class BadFileLoader {
  private BadFileLoader() {}

  public static void main(String[] namesAndFiles) throws Exception {
    Engines engines = Engines.installed();
    Path good = null;
    for (int i = 0; i < namesAndFiles.length; i += 2) {
      if (namesAndFiles[i].endsWith("ok-tiny.onnx")) {
        good = Path.of(namesAndFiles[i + 1]);
      }
    }
    if (good == null) {
      throw new IllegalArgumentException("ok-tiny.onnx is not among the files");
    }
    try (Model served = engines.load(good, LoadOptions.cpu());
        ClosableClock clock = new ClosableClock()) {
      for (int i = 0; i < namesAndFiles.length; i += 2) {
        long start = System.nanoTime();
        String verdict = verdict(engines, Path.of(namesAndFiles[i + 1]), clock);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        String[] words = verdict.split(" ", 2);
        System.out.println(namesAndFiles[i] + " " + words[0] + " " + millis + " " + words[1]);
        served.score(ones(served));
      }
    }
  }

  private static String verdict(Engines engines, Path file, ScheduledExecutorService clock)
      throws IOException {
    try (Model model = engines.load(file, LoadOptions.cpu())) {
      Thread scorer = Thread.currentThread();
      var deadline = clock.schedule(scorer::interrupt, 1, TimeUnit.SECONDS);
      try {
        return "accepted " + model.score(ones(model));
      } finally {
        deadline.cancel(false);
        Thread.interrupted();
      }
    } catch (ModelLoadException e) {
      return "refused " + e.reason() + ": " + e.getMessage();
    } catch (ScoringException e) {
      return "failed " + e.fault() + ": " + e.getMessage();
    }
  }

  private static Batch ones(Model model) {
    List<Column> columns = new ArrayList<>();
    for (Field field : model.signature().inputs()) {
      long[] dims = Arrays.stream(field.shape().toArray()).map(d -> d < 0 ? 1 : d).toArray();
      Shape shape = Shape.of(dims);
      float[] values = new float[(int) shape.elements()];
      Arrays.fill(values, 1);
      columns.add(
          field.type() == DataType.FP32
              ? Column.of(field.name(), DataType.FP32, shape, values)
              : Column.of(
                  field.name(),
                  field.type(),
                  shape,
                  java.lang.reflect.Array.newInstance(
                      field.type().arrayType().componentType(), values.length)));
    }
    return Batch.of(columns);
  }

  /** An executor that try closes: the JDK's own do from 19 on. */
  private static final class ClosableClock extends java.util.concurrent.ScheduledThreadPoolExecutor
      implements AutoCloseable {
    ClosableClock() {
      super(1, Executors.defaultThreadFactory());
    }

    @Override
    public void close() {
      shutdownNow();
    }
  }
}
