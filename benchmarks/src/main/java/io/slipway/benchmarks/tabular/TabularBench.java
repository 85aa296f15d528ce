package io.slipway.benchmarks.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engine;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.scoring.Shape;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;

/**
 * CPU time a row of the tabular engine, of jpmml-evaluator and of ONNX Runtime, in rounds that take
 * turns; one figure a line, as dev/bench prints them. Made-up models, which are the same in PMML
 * and ONNX, and the test models that there are.
 */
public final class TabularBench {
  private static final int ROWS = 1000;
  private static final int SINGLES = 200;
  private static final int WARM_UPS = 4;
  private static final int ROUNDS = 9;
  private static final long ROUND_NANOS = 100_000_000;
  private static final long LONGEST_CALL_NANOS = 100_000_000;
  private static final long SEED = 20261126;

  private final PrintStream out;
  private final Path folder;

  private TabularBench(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  /** Takes some minutes. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("tabular-bench");
    TabularBench bench = new TabularBench(System.out, folder);
    bench.forest("ensemble", Forest.balanced(30, 100, 6, SEED), " limit 1.0", " limit 2");
    bench.forest("deep", Forest.unbalanced(30, 500, 14, SEED), " limit jpmml/10", "");
    bench.regression();
    for (TestModel model : TestModels.available()) {
      bench.real(model);
      bench.realTensors(model);
    }
  }

  private void forest(String name, Forest forest, String limit, String singleLimit)
      throws Exception {
    Path pmml = Files.writeString(folder.resolve(name + ".pmml"), PmmlWriter.write(forest));
    Path onnx = Files.write(folder.resolve(name + ".onnx"), OnnxWriter.write(forest));
    made(name, pmml, onnx, forest.features(), limit, singleLimit);
  }

  private void regression() throws Exception {
    float[] coefficients = new float[10];
    for (int i = 0; i < coefficients.length; i++) {
      coefficients[i] = (i - 4) / 64f;
    }
    Path pmml =
        Files.writeString(folder.resolve("regression.pmml"), PmmlWriter.write(coefficients, 0.5));
    Path onnx =
        Files.write(folder.resolve("regression.onnx"), OnnxWriter.write(coefficients, 0.5f));
    made("regression", pmml, onnx, coefficients.length, " limit 0.1", "");
  }

  private void made(
      String name, Path pmml, Path onnx, int features, String limit, String singleLimit)
      throws Exception {
    // Multiples of 1/16: products with the coefficients, too, are exact in single precision.
    float[] values = new float[ROWS * features];
    Random random = new Random(SEED);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(random.nextGaussian() * 16) / 16f;
    }
    List<Batch> columns = List.of(columns(values, features, 0, ROWS));
    List<Batch> tensors = List.of(tensor(values, features, 0, ROWS));
    List<Batch> columnRows = new ArrayList<>();
    List<Batch> tensorRows = new ArrayList<>();
    for (int row = 0; row < SINGLES; row++) {
      columnRows.add(columns(values, features, row, 1));
      tensorRows.add(tensor(values, features, row, 1));
    }
    try (Model tabular = load("tabular", pmml).orElseThrow();
        Model lowered = load("tabular", onnx).orElseThrow();
        Model runtime = load("onnxruntime", onnx).orElseThrow()) {
      Optional<Model> reference = load("jpmml", pmml);
      race(
          name + "-batch",
          contenders(tabular, reference, columns, lowered, runtime, tensors),
          limit);
      race(
          name + "-single",
          contenders(tabular, reference, columnRows, lowered, runtime, tensorRows),
          singleLimit);
      reference.ifPresent(Model::close);
    }
  }

  private static List<Contender> contenders(
      Model tabular,
      Optional<Model> reference,
      List<Batch> columns,
      Model lowered,
      Model runtime,
      List<Batch> tensors) {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(Contender.of("tabular", tabular, columns));
    reference.ifPresent(model -> contenders.add(Contender.of("jpmml", model, columns)));
    contenders.add(Contender.of("tabular of ONNX", lowered, tensors));
    contenders.add(Contender.of("onnxruntime", runtime, tensors));
    return contenders;
  }

  /** A test model that both engines score, on its own rows. */
  private void real(TestModel files) throws Exception {
    if (files.pmml().isEmpty()) {
      return;
    }
    Optional<Model> tabular = load("tabular", files.pmml().get());
    Optional<Model> reference = load("jpmml", files.pmml().get());
    if (tabular.isEmpty() || reference.isEmpty()) {
      out.printf("tabular-%s not compared: one engine does not score it%n", files.id());
      return;
    }
    try (Model ours = tabular.get();
        Model theirs = reference.get()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      for (int row = 0; row < files.inputRows().size() && rows.size() < ROWS; row++) {
        if (!files.excludedRows().contains(row)) {
          rows.add(files.inputRows().get(row));
        }
      }
      Batch one = TabularRows.toBatch(ours.signature(), rows.subList(0, 1));
      theirs.score(one);
      long begun = System.nanoTime();
      theirs.score(one);
      long count = LONGEST_CALL_NANOS / Math.max(1, System.nanoTime() - begun);
      List<Map<String, Object>> taken =
          rows.subList(0, (int) Math.max(1, Math.min(rows.size(), count)));
      List<Batch> calls = List.of(TabularRows.toBatch(ours.signature(), taken));
      race(
          files.id() + "-batch",
          List.of(Contender.of("tabular", ours, calls), Contender.of("jpmml", theirs, calls)),
          "");
    }
  }

  /** A test model in ONNX that both engines score, on its own rows. */
  private void realTensors(TestModel files) throws Exception {
    if (files.onnx().isEmpty()) {
      return;
    }
    Optional<Model> tabular = load("tabular", files.onnx().get());
    if (tabular.isEmpty()) {
      return;
    }
    Batch rows = files.onnxInput();
    boolean isTable =
        rows.columns().stream().allMatch(column -> column.shape().rank() == 2)
            && tabular.get().signature().outputs().stream()
                .allMatch(field -> field.shape().rank() <= 2);
    if (!isTable) {
      return;
    }
    try (Model ours = tabular.get();
        Model theirs = load("onnxruntime", files.onnx().get()).orElseThrow()) {
      List<Batch> singles = new ArrayList<>();
      int count = rows.columns().iterator().next().rows();
      for (int row = 0; row < Math.min(SINGLES, count); row++) {
        singles.add(row(rows, row));
      }
      race(files.id() + "-onnx-batch", tensorContenders(ours, theirs, List.of(rows)), "");
      race(files.id() + "-onnx-single", tensorContenders(ours, theirs, singles), "");
    }
  }

  private static List<Contender> tensorContenders(Model ours, Model theirs, List<Batch> calls) {
    return List.of(
        Contender.of("tabular", ours, calls), Contender.of("onnxruntime", theirs, calls));
  }

  private static Batch row(Batch rows, int row) {
    List<Column> columns = new ArrayList<>();
    for (Column column : rows.columns()) {
      int width = column.length() / column.rows();
      Object values =
          java.lang.reflect.Array.newInstance(column.type().arrayType().componentType(), width);
      System.arraycopy(column.values(), row * width, values, 0, width);
      columns.add(Column.of(column.name(), column.type(), Shape.of(1, width), values));
    }
    return Batch.of(columns);
  }

  private void race(String name, List<Contender> contenders, String limit) throws ScoringException {
    Contender ours = contenders.get(0);
    List<Batch> answers = ours.answers();
    for (Contender other : contenders.subList(1, contenders.size())) {
      Answers.compare(ours, answers, other, other.answers());
    }
    for (int round = 0; round < WARM_UPS + ROUNDS; round++) {
      for (Contender contender : contenders) {
        double micros = contender.round(ROUND_NANOS);
        if (round >= WARM_UPS) {
          contender.micros().add(micros);
        }
      }
    }
    List<String> notes = new ArrayList<>();
    for (Contender other : contenders.subList(1, contenders.size())) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s %.2f, %.1fx",
              other.name(),
              other.median(),
              other.median() / ours.median()));
    }
    out.printf(
        Locale.ROOT,
        "tabular-%s %.3f us (%s)%s%n",
        name,
        ours.median(),
        String.join("; ", notes),
        limit);
  }

  /** Nothing where the engine is not there, or does not support the model. */
  private static Optional<Model> load(String name, Path file) throws ModelLoadException {
    Optional<Engine> engine =
        ServiceLoader.load(Engine.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.name().equals(name))
            .findFirst();
    if (engine.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(engine.get().load(file, LoadOptions.cpu()));
    } catch (ModelLoadException e) {
      if (e.reason() == ModelLoadException.Reason.MODEL_UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Batch columns(float[] values, int features, int from, int rows) {
    List<Column> columns = new ArrayList<>();
    for (int feature = 0; feature < features; feature++) {
      double[] column = new double[rows];
      for (int row = 0; row < rows; row++) {
        column[row] = values[(from + row) * features + feature];
      }
      columns.add(Column.ofDoubles("x" + feature, column));
    }
    return Batch.of(columns);
  }

  private static Batch tensor(float[] values, int features, int from, int rows) {
    float[] part = java.util.Arrays.copyOfRange(values, from * features, (from + rows) * features);
    return Batch.of(Column.of("x", DataType.FP32, Shape.of(rows, features), part));
  }
}
