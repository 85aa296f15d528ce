package io.slipway.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.scoring.Batch;
import io.slipway.scoring.Column;
import io.slipway.scoring.DataType;
import io.slipway.scoring.Engines;
import io.slipway.scoring.Field;
import io.slipway.scoring.LoadOptions;
import io.slipway.scoring.Model;
import io.slipway.scoring.ModelLoadException;
import io.slipway.scoring.ScoringException;
import io.slipway.testkit.Comparison;
import io.slipway.testkit.TestModels;
import io.slipway.testkit.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The onnx package's own cases, one small graph an operator: what loads has to answer right. What
 * does not load is counted by reason; what is known to answer otherwise is listed with why.
 */
class ConformanceIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How many cases answered right when this list was made: fewer mean that something broke. */
  private static final int FEWEST_RIGHT = 815;

  @TempDir Path folder;

  private final Engines engines = Engines.installed();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final Map<String, String> wrong = new TreeMap<>();

  @Test
  void everyOperatorThatLoadsAnswersAsTheStandardSays() throws Exception {
    Optional<Path> archive =
        TestModels.collectionFolder().map(c -> c.resolve("onnx-conformance.tar.zst"));
    assumeTrue(archive.isPresent() && Files.exists(archive.get()), TestModels.COLLECTION_ABSENT);
    unpack(archive.orElseThrow());
    Path root = folder.resolve("onnx-conformance");

    for (JsonNode entry : JSON.readTree(root.resolve("index.json").toFile()).path("cases")) {
      String name = entry.path("case").asText();
      String outcome =
          entry.path("plain_tensors").asBoolean()
              ? outcome(name, root.resolve(name))
              : "not tried: sequences, optionals or types without a column";
      outcomes.merge(outcome, 1, Integer::sum);
    }

    outcomes.forEach(
        (outcome, count) -> System.out.println("conformance: " + count + " " + outcome));
    KnownDeviations.CASES.keySet().forEach(wrong::remove);
    assertThat(wrong).isEmpty();
    assertThat(outcomes.getOrDefault("right", 0)).isGreaterThanOrEqualTo(FEWEST_RIGHT);
  }

  private String outcome(String name, Path test) throws Exception {
    try (Model model = engines.load(test.resolve("model.onnx"), LoadOptions.cpu())) {
      Path data = test.resolve("test_data_set_0");
      Optional<List<Column>> inputs = columns(data, "input_", model.signature().inputs());
      Optional<List<Column>> outputs = columns(data, "output_", model.signature().outputs());
      if (inputs.isEmpty() || outputs.isEmpty()) {
        return "not tried: an input or output has no file, or no type of columns";
      }
      List<String> differences = new ArrayList<>();
      // The second run gives the library memory for the answers, the third uses that again.
      for (int run = 0; run < 3; run++) {
        differences.addAll(differences(test, outputs.get(), model.score(Batch.of(inputs.get()))));
      }
      if (differences.isEmpty()) {
        return "right";
      }
      wrong.put(name, differences.toString());
      return "wrong";
    } catch (ModelLoadException e) {
      return "refused: " + e.reason();
    } catch (ScoringException e) {
      wrong.put(name, String.valueOf(e.getMessage()));
      return "failed to score";
    }
  }

  private static Optional<List<Column>> columns(Path data, String prefix, List<Field> fields)
      throws IOException, MalformedFileException {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Path file = data.resolve(prefix + i + ".pb");
      Optional<Column> column =
          Files.exists(file) ? TensorFile.read(file, fields.get(i).name()) : Optional.empty();
      if (column.isEmpty()) {
        return Optional.empty();
      }
      columns.add(column.get());
    }
    return Optional.of(columns);
  }

  private static List<String> differences(Path test, List<Column> expected, Batch answer)
      throws IOException {
    Path file = test.resolve("data.json");
    JsonNode data = Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
    // Without a file: what the onnx package's runner takes.
    Comparison comparison =
        new Comparison(
            new Tolerance(data.path("rtol").asDouble(1e-3), data.path("atol").asDouble(1e-7)));
    List<String> differences = new ArrayList<>();
    for (Column column : expected) {
      Column actual = answer.column(column.name()).orElseThrow();
      differences.addAll(comparison.differences(widened(column), widened(actual)));
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

  private void unpack(Path archive) throws IOException, InterruptedException {
    Process tar;
    try {
      tar =
          new ProcessBuilder("tar", "--zstd", "-xf", archive.toString(), "-C", folder.toString())
              .inheritIO()
              .start();
    } catch (IOException e) {
      assumeTrue(false, "no tar here to unpack the conformance cases with");
      throw e;
    }
    assumeTrue(
        tar.waitFor(1, TimeUnit.MINUTES) && tar.exitValue() == 0,
        "tar cannot unpack the conformance cases: is zstd installed?");
  }
}
