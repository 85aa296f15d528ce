package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Distances;
import io.slipway.tabular.form.Distances.Comparison;
import io.slipway.tabular.form.Distances.Measure;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a comparison measure: how far a row is from references. */
final class Measures {
  private final Element measure;
  private final Element model;
  private final Assembler assembler;

  Measures(Element model, Assembler assembler) throws ModelLoadException {
    this.model = model;
    this.assembler = assembler;
    this.measure = model.requireChild("ComparisonMeasure");
  }

  /**
   * @param fields the elements that name the fields compared
   * @param variables what they name
   * @param shares of the fields when one has no value
   * @param references a value for each field
   * @return the slot of the first reference's distance
   */
  int lower(
      List<Element> fields, List<Variable> variables, double[] shares, List<double[]> references)
      throws ModelLoadException {
    List<Element> kinds = measure.children();
    if (kinds.size() != 1) {
      throw measure.invalid("it holds %d measures, not one".formatted(kinds.size()));
    }
    Element kind = kinds.get(0);
    Measure lowered =
        switch (kind.name()) {
          case "euclidean" -> Measure.EUCLIDEAN;
          case "squaredEuclidean" -> Measure.SQUARED_EUCLIDEAN;
          case "cityBlock" -> Measure.CITY_BLOCK;
          case "chebychev" -> Measure.CHEBYCHEV;
          case "minkowski" -> Measure.MINKOWSKI;
          default -> throw kind.unsupported("this measure is not supported");
        };
    double power = lowered == Measure.MINKOWSKI ? kind.number("p-parameter") : 0;
    if (power < 0) {
      throw kind.invalid("p-parameter is negative");
    }
    List<Distances.Field> compared = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Element field = fields.get(i);
      field.allow();
      Comparison comparison = comparison(field);
      compared.add(
          new Distances.Field(
              variables.get(i).slot(),
              comparison,
              field.number("fieldWeight", 1),
              comparison == Comparison.GAUSSIAN_SIMILARITY ? field.number("similarityScale") : 0,
              shares[i]));
      if (comparison != Comparison.DELTA
          && comparison != Comparison.EQUAL
          && variables.get(i).type() == FieldType.STRING) {
        throw field.unsupported("a difference of texts");
      }
    }
    for (double[] reference : references) {
      if (reference.length != fields.size()) {
        throw model.invalid("a reference has another number of values than there are fields");
      }
    }
    int first = assembler.slots(references.size());
    assembler.checkSize(model);
    assembler.add(new Distances(compared, lowered, power, references, first));
    return first;
  }

  private Comparison comparison(Element field) throws ModelLoadException {
    Optional<String> own = field.attribute("compareFunction");
    return switch (own.orElse(measure.attribute("compareFunction", "absDiff"))) {
      case "absDiff" -> Comparison.ABSOLUTE_DIFFERENCE;
      case "delta" -> Comparison.DELTA;
      case "equal" -> Comparison.EQUAL;
      case "gaussSim" -> {
        if (own.isEmpty()) {
          throw measure.unsupportedValue("compareFunction");
        }
        yield Comparison.GAUSSIAN_SIMILARITY;
      }
      default -> throw field.unsupported("its compareFunction is not supported");
    };
  }
}
