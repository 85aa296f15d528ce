package io.slipway.benchmarks.tabular;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the sum of 100 trees over 30 fields, the same in PMML and in ONNX. */
public final class ForestFiles {
  private static final long SEED = 20261126;

  private ForestFiles() {}

  /**
   * Writes {@code forest.pmml} and {@code forest.onnx}.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Forest forest = Forest.balanced(30, 100, 6, SEED);
    Files.writeString(folder.resolve("forest.pmml"), PmmlWriter.write(forest));
    Files.write(folder.resolve("forest.onnx"), OnnxWriter.write(forest));
  }
}
