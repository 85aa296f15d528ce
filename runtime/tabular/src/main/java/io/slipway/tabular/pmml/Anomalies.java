package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers the detection of anomalies: a model inside it, whose prediction becomes a score. */
final class Anomalies {
  /** What harmonic numbers exceed logarithms by, in the end. */
  private static final double EULER = 0.5772156649015329;

  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;

  private Anomalies(Element model, ModelScope scope) {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    return new Anomalies(model, scope).lower();
  }

  private Prediction lower() throws ModelLoadException {
    if (!model.require("functionName").equals("regression")) {
      throw model.unsupportedValue("functionName");
    }
    List<Element> inner = model.children().stream().filter(Models::isModel).toList();
    if (inner.size() != 1) {
      throw model.invalid("it holds %d models, not one".formatted(inner.size()));
    }
    ModelScope innerScope =
        new ModelScope(assembler, scope.dictionaries(), Optional.of(scope), inner.get(0));
    Target prediction = Models.lower(inner.get(0), innerScope).target(inner.get(0));
    int score =
        switch (model.require("algorithmType")) {
          case "iforest" -> ofPathLength(number(prediction, inner.get(0)));
          case "clusterMeanDist" -> ofDistance(prediction, inner.get(0));
          case "ocsvm", "other" -> number(prediction, inner.get(0));
          default -> throw model.unsupportedValue("algorithmType");
        };
    return Prediction.of(
        TargetField.of(model, scope).regression(score, Precision.DOUBLE, assembler, model));
  }

  private static int number(Target prediction, Element inner) throws ModelLoadException {
    if (!prediction.value().type().isNumber()) {
      throw inner.unsupported("it predicts no number");
    }
    return prediction.value().slot();
  }

  /** Two to the power of minus the length, in lengths of an unsuccessful search in a tree. */
  private int ofPathLength(int length) throws ModelLoadException {
    model.require("sampleDataSize");
    double size = model.integer("sampleDataSize", 0);
    if (size < 2) {
      throw model.invalid("sampleDataSize is below 2");
    }
    // Of two rows the search ends after one step, which the approximation for many is far from.
    double usual = size == 2 ? 1 : 2 * (Math.log(size - 1) + EULER) - 2 * (size - 1) / size;
    int power = assembler.step(Operator.DIVIDE, length, assembler.constant(-usual));
    int score = assembler.step(Operator.POW, assembler.constant(2), power);
    return assembler.step(
        Operator.SELECT, assembler.step(Operator.IS_MISSING, length), length, score);
  }

  /** The distance to the nearest center, in mean distances of its cluster. */
  private int ofDistance(Target prediction, Element inner) throws ModelLoadException {
    Target.Distribution distances =
        prediction
            .distribution()
            .filter(all -> all.kind() == Target.Kind.AFFINITY)
            .orElseThrow(() -> inner.unsupported("it predicts no cluster"));
    double[] means =
        Arrays.numbers(model.requireChild("MeanClusterDistances").requireChild("Array"));
    if (means.length != distances.codes().size()) {
      throw model.invalid(
          "it has %d mean distances for %d clusters"
              .formatted(means.length, distances.codes().size()));
    }
    List<double[]> rows = new ArrayList<>();
    int distance = prediction.value().slot();
    for (int i = 0; i < means.length; i++) {
      double code = distances.codes().get(i);
      rows.add(new double[] {code, means[i]});
      int isNearest =
          assembler.step(Operator.EQUAL, prediction.value().slot(), assembler.constant(code));
      distance = assembler.step(Operator.SELECT, isNearest, distances.first() + i, distance);
    }
    int mean = assembler.slot();
    assembler.add(
        new Lookup(
            new int[] {prediction.value().slot()}, rows, Values.MISSING, Values.FAILED, mean));
    return assembler.step(Operator.DIVIDE, distance, mean);
  }
}
