package io.slipway.tabular.pmml;

import io.slipway.scoring.DataType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Distances;
import io.slipway.tabular.form.Distances.Comparison;
import io.slipway.tabular.form.Distances.Measure;
import io.slipway.tabular.form.Nearest;
import io.slipway.tabular.form.Similarities;
import io.slipway.tabular.form.Similarities.Weights;
import io.slipway.tabular.form.Values;
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
    for (double[] reference : references) {
      if (reference.length != fields.size()) {
        throw model.invalid("a reference has another number of values than there are fields");
      }
    }
    assembler.checkRoom(model, references.size());
    int first = assembler.slots(references.size());
    assembler.add(
        order() == Nearest.Order.SIMILARITY
            ? similarities(fields, variables, references, first)
            : distances(fields, variables, shares, references, first));
    return first;
  }

  /** Whether it measures how far instances are from one another, or how alike. */
  Nearest.Order order() throws ModelLoadException {
    return List.of("simpleMatching", "jaccard", "tanimoto", "binarySimilarity")
            .contains(kind().name())
        ? Nearest.Order.SIMILARITY
        : Nearest.Order.DISTANCE;
  }

  private Element kind() throws ModelLoadException {
    List<Element> kinds = measure.children();
    if (kinds.size() != 1) {
      throw measure.invalid("it holds %d measures, not one".formatted(kinds.size()));
    }
    return kinds.get(0);
  }

  private Similarities similarities(
      List<Element> fields, List<Variable> variables, List<double[]> references, int first)
      throws ModelLoadException {
    for (int i = 0; i < fields.size(); i++) {
      if (variables.get(i).type() != FieldType.BOOLEAN) {
        throw fields.get(i).unsupported("a similarity of values that are no truth values");
      }
    }
    Element kind = kind();
    Weights numerator =
        switch (kind.name()) {
          case "jaccard" -> new Weights(1, 0, 0, 0);
          case "binarySimilarity" -> weights(kind, 'c');
          default -> new Weights(1, 0, 0, 1);
        };
    Weights denominator =
        switch (kind.name()) {
          case "jaccard" -> new Weights(1, 1, 1, 0);
          case "binarySimilarity" -> weights(kind, 'd');
          case "tanimoto" -> new Weights(1, 2, 2, 1);
          default -> new Weights(1, 1, 1, 1);
        };
    boolean[][] truths = new boolean[references.size()][fields.size()];
    for (int i = 0; i < truths.length; i++) {
      for (int field = 0; field < fields.size(); field++) {
        truths[i][field] = references.get(i)[field] == Values.TRUE;
      }
    }
    return new Similarities(
        variables.stream().mapToInt(Variable::slot).toArray(),
        truths,
        numerator,
        denominator,
        first);
  }

  private static Weights weights(Element kind, char part) throws ModelLoadException {
    return new Weights(
        kind.number(part + "11-parameter"),
        kind.number(part + "10-parameter"),
        kind.number(part + "01-parameter"),
        kind.number(part + "00-parameter"));
  }

  private Distances distances(
      List<Element> fields,
      List<Variable> variables,
      double[] shares,
      List<double[]> references,
      int first)
      throws ModelLoadException {
    Element kind = kind();
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
      if (!isForEquality(field) && variables.get(i).type().column() == DataType.BYTES) {
        throw field.unsupported("a difference of texts");
      }
    }
    return new Distances(compared, lowered, power, references, first);
  }

  /** Whether a field's values are only the same as a reference's, or others. */
  boolean isForEquality(Element field) throws ModelLoadException {
    Comparison comparison = comparison(field);
    return comparison == Comparison.DELTA || comparison == Comparison.EQUAL;
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
