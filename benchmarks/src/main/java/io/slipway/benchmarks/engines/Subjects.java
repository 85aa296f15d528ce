package io.slipway.benchmarks.engines;

import io.slipway.benchmarks.tabular.MadeModels;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Shape;
import io.slipway.scoring.Signature;
import io.slipway.testkit.TabularRows;
import io.slipway.testkit.TestModel;
import io.slipway.testkit.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is measured, by name: made-up models and test models; with {@code -onnx} as ONNX. */
final class Subjects {
  private static final String ONNX = "-onnx";

  /** Graphs that are built by hand, one for each feature of ONNX, say nothing of speed. */
  private static final String BUILT_BY_HAND = "onnx-";

  private static final long SEED = 20261126;
  private static final List<String> COLOURS = List.of("red", "green", "blue");

  private Subjects() {}

  /** One of each class of model. Those that start with what made them are test models. */
  static List<String> ofEachClass() {
    return List.of(
        "ensemble",
        "deep",
        "spark-dtree-penguins",
        "regression",
        "glm",
        "scorecard",
        "sk-mlp-classifier-digits",
        "sk-gaussiannb-iris",
        "sk-kmeans-penguins",
        "sk-svr-diabetes",
        "sk-knn-classifier-iris",
        "sk-ruleset-iris",
        "anomalies",
        "ensemble-onnx",
        "deep-onnx",
        "regression-onnx");
  }

  /** Those of each class, and all test models with a document or a graph that there are. */
  static List<String> all() {
    return Stream.concat(
            ofEachClass().stream(),
            TestModels.available().stream()
                .filter(model -> !model.id().startsWith(BUILT_BY_HAND))
                .flatMap(
                    model ->
                        Stream.concat(
                            model.pmml().stream().map(file -> model.id()),
                            model.onnx().stream().map(file -> model.id() + ONNX))))
        .distinct()
        .toList();
  }

  /** Nothing where no model that is here is called so. */
  static Optional<Subject> named(String name) throws IOException {
    boolean onnx = name.endsWith(ONNX);
    String id = onnx ? name.substring(0, name.length() - ONNX.length()) : name;
    String ending = onnx ? ".onnx" : ".pmml";
    Optional<byte[]> made = MadeModels.file(id + ending);
    if (made.isPresent()) {
      Path file = Files.write(Files.createTempFile(id, ending), made.get());
      file.toFile().deleteOnExit();
      return Optional.of(new Subject(name, file, onnx ? Subjects::tensor : Subjects::records));
    }
    Optional<TestModel> model =
        TestModels.available().stream().filter(candidate -> candidate.id().equals(id)).findFirst();
    return onnx
        ? model.flatMap(
            tested -> tested.onnx().map(file -> new Subject(name, file, any -> tested.onnxInput())))
        : model.flatMap(
            tested ->
                tested
                    .pmml()
                    .map(
                        file ->
                            new Subject(
                                name, file, fields -> TabularRows.toBatch(fields, own(tested)))));
  }

  private static List<Map<String, Object>> own(TestModel model) {
    List<Map<String, Object>> rows = model.inputRows();
    return IntStream.range(0, rows.size())
        .filter(row -> !model.excludedRows().contains(row))
        .mapToObj(rows::get)
        .toList();
  }

  private static Batch records(Signature signature) throws TabularRows.UnfitValueException {
    float[][] numbers = numbers();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < numbers.length; row++) {
      Map<String, Object> values = new HashMap<>();
      for (int i = 0; i < MadeModels.FIELDS; i++) {
        values.put("x" + i, numbers[row][i]);
      }
      values.put(MadeModels.FACTOR, COLOURS.get(row % COLOURS.size()));
      rows.add(values);
    }
    return TabularRows.toBatch(signature, rows);
  }

  private static Batch tensor(Signature signature) {
    int width = Math.toIntExact(signature.inputs().get(0).shape().dimension(1));
    float[][] numbers = numbers();
    float[] values = new float[numbers.length * width];
    for (int row = 0; row < numbers.length; row++) {
      System.arraycopy(numbers[row], 0, values, row * width, width);
    }
    return Batch.of(Column.of("x", DataType.FP32, Shape.of(numbers.length, width), values));
  }

  /** Multiples of 1/16: products with the coefficients, too, are exact in single precision. */
  private static float[][] numbers() {
    Random random = new Random(SEED);
    float[][] numbers = new float[Subject.ROWS][MadeModels.FIELDS];
    for (float[] row : numbers) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Math.round(random.nextGaussian() * 16) / 16f;
      }
    }
    return numbers;
  }
}
