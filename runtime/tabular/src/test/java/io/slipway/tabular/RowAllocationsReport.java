package io.slipway.tabular;

import io.slipway.scoring.Batch;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ModelLoadException.Reason;
import io.slipway.tabular.RandomLearners.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Says of models of each class how much they allocate for rows, a line each: to be run by itself in
 * an interpreter, which makes every object that the code says.
 */
final class RowAllocationsReport {
  /**
   * What tells of texts in a document, which take what they take: durations, that the Java library
   * reads, parts of texts, and an output without a type.
   */
  private static final List<String> TEXTS =
      List.of("Since[", "timeSeconds", "'substring'", "name='t' feature='transformedValue'");

  private static final int LEARNERS = 5;
  private static final int DOCUMENTS = 120;
  private static final int GRAPHS = 6;

  private static final Pattern MODEL = Pattern.compile("<([A-Za-z]+Model) ");

  private final Path folder;

  private RowAllocationsReport(Path folder) {
    this.folder = folder;
  }

  /**
   * @param arguments a folder for documents
   */
  public static void main(String[] arguments) throws Exception {
    new RowAllocationsReport(Path.of(arguments[0])).report();
  }

  private void report() throws Exception {
    for (Kind kind : Kind.values()) {
      for (int seed = 0; seed < LEARNERS; seed++) {
        document(kind.name(), new RandomLearners(seed).next(kind), RandomLearners.SAMPLE, seed);
      }
    }
    for (int seed = 0; seed < DOCUMENTS; seed++) {
      documentOfNumbers(seed);
    }
    for (String name : List.of("isolation-forest", "one-class-svm", "cluster-distances")) {
      document(
          "ANOMALIES",
          Files.readString(AnomalyDetectionTest.resource(name + ".pmml")),
          List.of(),
          0);
    }
    for (int seed = 0; seed < GRAPHS; seed++) {
      graph("PIPELINE", RandomGraphs.pipeline(new Random(seed)), seed);
      graph("ENSEMBLE", ensemble(new Random(seed)), seed);
    }
  }

  private void documentOfNumbers(int seed) throws Exception {
    String document = new RandomDocuments(seed).next();
    if (TEXTS.stream().noneMatch(document::contains)) {
      document(
          MODEL.matcher(document).results().findFirst().orElseThrow().group(1),
          document,
          ReferenceDocumentsTest.SAMPLE,
          seed);
    }
  }

  private static GraphFile ensemble(Random random) {
    RandomTreeTensors trees = new RandomTreeTensors(random, 5, 3, GraphFile.FLOAT);
    trees.add(8, 4);
    return OnnxTreesTest.ensemble(trees, GraphFile.FLOAT, 5, 3, node -> {});
  }

  private void document(
      String kind, String document, List<? extends Map<String, ?>> sample, int seed)
      throws Exception {
    Path file = Files.writeString(folder.resolve("model.pmml"), document);
    try (Model model = PmmlReader.read(file)) {
      RandomRows rows = new RandomRows(model.signature(), sample, seed);
      say(kind, seed, model, () -> rows.next(1));
    } catch (ModelLoadException e) {
      if (e.reason() != Reason.MODEL_UNSUPPORTED) {
        throw e;
      }
    }
  }

  private void graph(String kind, GraphFile graph, int seed) throws Exception {
    try (Model model = OnnxReader.read(graph.write(folder.resolve("model.onnx")))) {
      RandomTensors rows = new RandomTensors(model, seed);
      say(kind, seed, model, () -> rows.next(1));
    }
  }

  private static void say(String kind, int seed, Model model, Supplier<Batch> rows)
      throws Exception {
    OptionalLong bytes = RowAllocations.beyondAnswer(model, rows);
    if (bytes.isPresent()) {
      System.out.printf("%s %d %d%n", kind, seed, bytes.getAsLong());
    }
  }
}
