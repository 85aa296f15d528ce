package io.slipway.server.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * A fast engine's reading of a model was compared with another's, and they answered alike on all
 * rows that were to be tried. A program of the same build need not compare the same bytes again.
 *
 * @param build of the program that compared
 * @param engine that the model was held to
 * @param version of the library behind it
 * @param rows that both engines answered
 */
public record Comparison(String build, String engine, String version, int rows) {

  /**
   * What {@code compared.json} has of a model, one for each build.
   *
   * @param digest {@code sha256:...} of the model's bytes
   */
  public static List<Comparison> read(byte[] json, String digest) throws DocumentException {
    List<Comparison> comparisons = new ArrayList<>();
    for (Fields found : Fields.parse("compared.json", json).object("models").objects(digest)) {
      comparisons.add(
          new Comparison(
              found.text("build"),
              found.text("engine"),
              found.text("version"),
              (int) found.number("rows", 1, Integer.MAX_VALUE)));
    }
    return comparisons;
  }
}
