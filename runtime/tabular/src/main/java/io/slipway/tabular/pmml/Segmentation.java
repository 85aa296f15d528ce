package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Combination;
import io.slipway.tabular.form.Combination.Weighing;
import io.slipway.tabular.form.Combination.WhenMissing;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments of a model of models, each lowered with its condition and weight. */
final class Segmentation {
  private final Element model;
  private final Element element;
  private final ModelScope scope;
  private final Assembler assembler;
  private final Precision precision;
  private final WhenMissing whenMissing;

  Segmentation(Element model, ModelScope scope, Precision precision) throws ModelLoadException {
    this.model = model;
    this.element = model.requireChild("Segmentation");
    this.scope = scope;
    this.assembler = scope.assembler();
    this.precision = precision;
    this.whenMissing =
        switch (element.attribute("missingPredictionTreatment", "continue")) {
          case "returnMissing" -> WhenMissing.RETURN_MISSING;
          case "skipSegment" -> WhenMissing.SKIP;
          case "continue" -> WhenMissing.CONTINUE;
          default -> throw element.unsupportedValue("missingPredictionTreatment");
        };
    element.allow("Segment");
  }

  /** The model of models. */
  Element model() {
    return model;
  }

  /** The element that holds the segments. */
  Element element() {
    return element;
  }

  ModelScope scope() {
    return scope;
  }

  Precision precision() {
    return precision;
  }

  WhenMissing whenMissing() {
    return whenMissing;
  }

  boolean isRegression() throws ModelLoadException {
    return switch (model.require("functionName")) {
      case "regression" -> true;
      case "classification" -> false;
      default -> throw model.unsupportedValue("functionName");
    };
  }

  /** All segments of an ensemble whose members do not see one another. */
  List<Segment> segments() throws ModelLoadException {
    List<Segment> segments = new ArrayList<>();
    for (Element segment : element.children()) {
      Element inner = modelOf(segment);
      if (!inner.require("functionName").equals(model.require("functionName"))) {
        throw inner.invalid("its functionName is another than that of the model around it");
      }
      segments.add(segment(segment));
    }
    if (segments.isEmpty()) {
      throw element.invalid("it holds no Segment");
    }
    return segments;
  }

  /** Lowers one segment, which sees what its model does. */
  Segment segment(Element segment) throws ModelLoadException {
    Element inner = modelOf(segment);
    Optional<Integer> condition = condition(Predicates.of(segment));
    double weight = segment.number("weight", 1);
    if (weight < 0) {
      throw segment.invalid("its weight is negative");
    }
    ModelScope innerScope =
        new ModelScope(assembler, scope.dictionaries(), Optional.of(scope), inner);
    return new Segment(condition, weight, Models.lower(inner, innerScope));
  }

  private static Element modelOf(Element segment) throws ModelLoadException {
    Optional<Element> inner = Optional.empty();
    for (Element child : segment.children()) {
      if (Models.isModel(child)) {
        inner = Optional.of(child);
      } else if (!Predicates.isPredicate(child)) {
        throw child.unsupported("it is not supported inside Segment");
      }
    }
    return inner.orElseThrow(() -> segment.invalid("it holds no model"));
  }

  /** A slot that is true where the predicate holds, and false where it does not or is unknown. */
  private Optional<Integer> condition(Element predicate) throws ModelLoadException {
    if (predicate.is("True")) {
      return Optional.empty();
    }
    GraphBuilder graph = new GraphBuilder();
    int no = GraphBuilder.leaf(0);
    int yes = GraphBuilder.leaf(1);
    int start = new Predicates(assembler, scope, graph).lower(predicate, new Ways(yes, no, no));
    int slot = assembler.slot();
    assembler.add(new Pick(graph, start, new double[] {Values.FALSE, Values.TRUE}, 1, slot));
    return Optional.of(slot);
  }

  /** How the segments' values, in these slots, are put together. */
  Combination combination(List<Segment> segments, int[] values, Weighing weighing)
      throws ModelLoadException {
    double threshold = element.number("missingThreshold", 1);
    if (threshold < 0 || threshold > 1) {
      throw element.invalid("missingThreshold is not between 0 and 1");
    }
    return new Combination(
        values,
        segments.stream().mapToInt(segment -> segment.condition().orElse(-1)).toArray(),
        segments.stream().mapToDouble(Segment::weight).toArray(),
        weighing,
        whenMissing,
        threshold,
        precision);
  }
}
