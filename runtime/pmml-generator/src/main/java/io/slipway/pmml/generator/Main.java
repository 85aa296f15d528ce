package io.slipway.pmml.generator;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the sources into a folder. */
public final class Main {
  private Main() {}

  /**
   * Writes the sources.
   *
   * @param args the folder of sources
   * @throws IOException when a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    new ElementsWriter(AnnotatedModel.ofJpmml()).write(Path.of(args[0]));
  }
}
