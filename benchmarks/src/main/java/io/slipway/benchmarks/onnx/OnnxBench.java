package io.slipway.benchmarks.onnx;

import io.slipway.benchmarks.tabular.MadeModels;
import io.slipway.onnx.OnnxEngine;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.Shape;
import io.slipway.testkit.TestModels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * CPU time a call of the ONNX engine, as a pod calls it, and of a bare loop over the same file with
 * the same rows, in rounds that take turns; one figure a line, as dev/bench prints them. Made-up
 * models, and some of the test models where they are.
 */
public final class OnnxBench {
  private static final int[] BATCHES = {1, 8, 64, 1024};
  private static final int CALLS = 32;
  private static final int WARM_UPS = 6;
  private static final int ROUNDS = 15;
  private static final long ROUND_NANOS = 40_000_000;
  private static final long SEED = 20261126;
  private static final List<String> OF_COLLECTION =
      List.of(
          "sk-logreg-binary-fair",
          "torch-mlp-digits",
          "xgb-regression-diabetes",
          "torch-cnn-digits");
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private OnnxBench() {}

  /** Rows for one call after another; what a call answers is not looked at. */
  private interface Calls {
    void call(float[] values) throws Exception;
  }

  /** What both took a call in one round, in microseconds. */
  private record Round(double ours, double bare) {}

  /** Takes some minutes. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("onnx-bench");
    measure(
        "trees",
        Files.write(folder.resolve("trees.onnx"), MadeModels.file("ensemble.onnx").orElseThrow()));
    measure("linear", NetworkWriter.write(folder.resolve("linear.onnx"), 10, 1));
    measure("small-net", NetworkWriter.write(folder.resolve("small.onnx"), 30, 32, 16, 1));
    measure("large-net", NetworkWriter.write(folder.resolve("large.onnx"), 128, 1024, 1024, 10));
    Optional<Path> collection = TestModels.collectionFolder();
    for (String id : collection.isPresent() ? OF_COLLECTION : List.<String>of()) {
      measure(id, collection.orElseThrow().resolve(id).resolve("model.onnx"));
    }
  }

  private static void measure(String name, Path file) throws Exception {
    try (Model model = new OnnxEngine().load(file, LoadOptions.cpu())) {
      for (int rows : BATCHES) {
        measure(name, file, model, rows);
      }
    }
  }

  private static void measure(String name, Path file, Model model, int rows) throws Exception {
    Field input = model.signature().inputs().get(0);
    long[] dims = input.shape().toArray();
    dims[0] = rows;
    Shape shape = Shape.of(dims);
    List<float[]> values = new ArrayList<>();
    Random random = new Random(SEED);
    for (int call = 0; call < CALLS; call++) {
      float[] part = new float[(int) shape.elements()];
      for (int i = 0; i < part.length; i++) {
        part[i] = Math.round(random.nextGaussian() * 16) / 16f;
      }
      values.add(part);
    }
    Batch first = model.score(batch(input, shape, values.get(0)));
    try (BareLoop bare =
        new BareLoop(
            file,
            batch(input, shape, values.get(0)).columns().iterator().next(),
            first.columns())) {
      for (float[] part : values) {
        compare(model.score(batch(input, shape, part)), bare.score(part));
      }
      List<Round> rounds = new ArrayList<>();
      for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
        double ours = round(values, part -> model.score(batch(input, shape, part)));
        double theirs = round(values, bare::score);
        if (round >= WARM_UPS) {
          rounds.add(new Round(ours, theirs));
        }
      }
      System.out.printf(
          Locale.ROOT,
          "onnx-%s-%d %.3f us (bare loop %.3f, %.3f of it; limit 0.9)%n",
          name,
          rows,
          median(rounds, Round::ours),
          median(rounds, Round::bare),
          median(rounds, round -> round.bare() / round.ours()));
    }
  }

  private static Batch batch(Field input, Shape shape, float[] values) {
    return Batch.of(Column.of(input.name(), DataType.FP32, shape, values));
  }

  private static double round(List<float[]> values, Calls calls) throws Exception {
    long begun = THREADS.getCurrentThreadCpuTime();
    long count = 0;
    long spent;
    do {
      for (float[] part : values) {
        calls.call(part);
      }
      count += values.size();
      spent = THREADS.getCurrentThreadCpuTime() - begun;
    } while (spent < ROUND_NANOS);
    return spent / 1000.0 / count;
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return rounds.stream().mapToDouble(figure).sorted().toArray()[rounds.size() / 2];
  }

  /** To the last bit: it is one library, and the same rows in the same places. */
  private static void compare(Batch ours, List<Object> bare) {
    int output = 0;
    for (Column column : ours.columns()) {
      Object theirs = bare.get(output++);
      boolean same =
          switch (column.values()) {
            case float[] floats -> java.util.Arrays.equals(floats, (float[]) theirs);
            case long[] longs -> java.util.Arrays.equals(longs, (long[]) theirs);
            default -> false;
          };
      if (!same) {
        throw new IllegalStateException("the output " + column.name() + " is not the bare loop's");
      }
    }
  }
}
