package io.slipway.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One of the onnx package's own cases: a small graph, most of one operator, with what it is fed and
 * what it has to answer.
 *
 * @param name as in {@code node/test_abs}
 * @param folder holds {@code model.onnx} and the tensors
 * @param elements what is fed and answered
 */
public record OnnxCase(String name, Path folder, Elements elements) {
  private static final String ARCHIVE = "onnx-conformance.tar.zst";

  /** What a test that finds no cases prints. */
  public static final String ABSENT =
      TestModels.COLLECTION_ABSENT + ", or tar cannot unpack " + ARCHIVE + " there: is zstd here?";

  /** What the inputs and outputs of a case are. */
  public enum Elements {
    TENSORS,
    /** Sequences, optional values or tensors of types that columns do not have. */
    OTHERS
  }

  /** All cases, unpacked in a folder; empty where there are none to unpack. */
  public static Optional<List<OnnxCase>> unpackedIn(Path folder)
      throws IOException, InterruptedException {
    Optional<Path> archive =
        TestModels.collectionFolder().map(at -> at.resolve(ARCHIVE)).filter(Files::exists);
    if (archive.isEmpty() || !unpack(archive.get(), folder)) {
      return Optional.empty();
    }
    Path root = folder.resolve("onnx-conformance");
    List<OnnxCase> cases = new ArrayList<>();
    for (JsonNode entry : Json.read(root.resolve("index.json")).path("cases")) {
      String name = entry.path("case").asText();
      cases.add(
          new OnnxCase(
              name,
              root.resolve(name),
              entry.path("plain_tensors").asBoolean() ? Elements.TENSORS : Elements.OTHERS));
    }
    return Optional.of(cases);
  }

  private static boolean unpack(Path archive, Path folder) throws InterruptedException {
    try {
      Process tar =
          new ProcessBuilder("tar", "--zstd", "-xf", archive.toString(), "-C", folder.toString())
              .inheritIO()
              .start();
      return tar.waitFor(1, TimeUnit.MINUTES) && tar.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no tar
    }
  }

  public Path model() {
    return folder.resolve("model.onnx");
  }

  /** What the case feeds; empty if some of it has no file, or no type of columns. */
  public Optional<List<Column>> inputs(List<Field> fields) throws IOException {
    return columns("input_", fields);
  }

  /** What the case has to answer; empty if some of it has no file, or no type of columns. */
  public Optional<List<Column>> outputs(List<Field> fields) throws IOException {
    return columns("output_", fields);
  }

  private Optional<List<Column>> columns(String prefix, List<Field> fields) throws IOException {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Path file = folder.resolve("test_data_set_0").resolve(prefix + i + ".pb");
      Optional<Column> column =
          Files.exists(file) ? TensorFile.read(file, fields.get(i).name()) : Optional.empty();
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    return Optional.of(columns);
  }

  /** How an answer differs from what was expected, within the tolerance of the onnx package. */
  public List<String> differences(List<Column> expected, Batch answer) {
    Path file = folder.resolve("data.json");
    // Without a file: what the onnx package's runner takes.
    Tolerance tolerance = new Tolerance(1e-3, 1e-7);
    if (Files.exists(file)) {
      JsonNode data = Json.read(file);
      tolerance =
          new Tolerance(
              data.path("rtol").asDouble(tolerance.relative()),
              data.path("atol").asDouble(tolerance.absolute()));
    }
    List<String> differences = new ArrayList<>();
    for (Column column : expected) {
      Column actual = answer.column(column.name()).orElseThrow();
      differences.addAll(new Comparison(tolerance).differences(widened(column), widened(actual)));
    }
    return differences;
  }

  /** Half precision as single, to be compared as the numbers that they are. */
  private static Column widened(Column column) {
    if (column.type() != DataType.FP16) {
      return column;
    }
    float[] values = new float[column.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = half(column.shorts()[i]);
    }
    return Column.of(column.name(), DataType.FP32, column.shape(), values);
  }

  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 0x1F -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> (float) ((1 + fraction / 1024.0) * Math.pow(2, exponent - 15));
        };
    return bits < 0 ? -magnitude : magnitude;
  }

  @Override
  public String toString() {
    return name;
  }
}
