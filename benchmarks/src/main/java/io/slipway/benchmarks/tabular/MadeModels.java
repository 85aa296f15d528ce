package io.slipway.benchmarks.tabular;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Made-up models, the same in every run. Their inputs are numbers x0, x1 and so on, some of {@link
 * #FIELDS}, and where they have a factor the text {@link #FACTOR}; in ONNX one tensor of the
 * numbers.
 */
public final class MadeModels {
  /** As many as any of them has. */
  public static final int FIELDS = 30;

  public static final String FACTOR = "colour";

  private static final long SEED = 20261126;
  private static final int TERMS = 10;

  private static final Map<String, Supplier<byte[]>> FILES =
      Map.of(
          "ensemble.pmml", () -> PmmlWriter.write(ensemble()).getBytes(UTF_8),
          "ensemble.onnx", () -> OnnxWriter.write(ensemble()),
          "deep.pmml", () -> PmmlWriter.write(deep()).getBytes(UTF_8),
          "deep.onnx", () -> OnnxWriter.write(deep()),
          "regression.pmml", () -> PmmlWriter.write(coefficients(), 0.5).getBytes(UTF_8),
          "regression.onnx", () -> OnnxWriter.write(coefficients(), 0.5f),
          "glm.pmml", () -> PmmlTermWriter.generalRegression(TERMS).getBytes(UTF_8),
          "scorecard.pmml", () -> PmmlTermWriter.scorecard(TERMS).getBytes(UTF_8),
          "anomalies.pmml", () -> PmmlWriter.writeIsolation(isolation()).getBytes(UTF_8));

  private MadeModels() {}

  /**
   * Writes models.
   *
   * @param args the folder, and which files
   */
  public static void main(String[] args) throws IOException {
    for (int i = 1; i < args.length; i++) {
      Files.write(Path.of(args[0]).resolve(args[i]), file(args[i]).orElseThrow());
    }
  }

  /**
   * What is in a file of that name; nothing where no model is called so.
   *
   * @param name with the ending .pmml or .onnx
   */
  public static Optional<byte[]> file(String name) {
    return Optional.ofNullable(FILES.get(name)).map(Supplier::get);
  }

  private static Forest ensemble() {
    return Forest.balanced(FIELDS, 100, 6, SEED);
  }

  private static Forest deep() {
    return Forest.unbalanced(FIELDS, 500, 14, SEED);
  }

  private static Forest isolation() {
    return Forest.balanced(TERMS, 100, 8, SEED);
  }

  /** Multiples of 1/64, so that their products with rows of multiples of 1/16 are exact. */
  private static float[] coefficients() {
    float[] coefficients = new float[TERMS];
    for (int i = 0; i < TERMS; i++) {
      coefficients[i] = (i - 4) / 64f;
    }
    return coefficients;
  }
}
