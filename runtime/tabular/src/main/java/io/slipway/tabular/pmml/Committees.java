package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.AverageProbabilities;
import io.slipway.tabular.form.CombineNumbers;
import io.slipway.tabular.form.CountVotes;
import io.slipway.tabular.form.Forest;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.xml.Element;
import java.util.List;
import java.util.Optional;

/** Lowers ensembles whose members do not see one another: sums, averages and votes. */
final class Committees {
  private final Segmentation segmentation;
  private final Element element;
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;

  private Committees(Segmentation segmentation) {
    this.segmentation = segmentation;
    this.element = segmentation.element();
    this.model = segmentation.model();
    this.scope = segmentation.scope();
    this.assembler = scope.assembler();
  }

  static Prediction lower(Segmentation segmentation) throws ModelLoadException {
    return new Committees(segmentation).lower();
  }

  private Prediction lower() throws ModelLoadException {
    return switch (element.require("multipleModelMethod")) {
      case "sum" -> numbers(CombineNumbers.Method.SUM);
      case "weightedSum" -> numbers(CombineNumbers.Method.WEIGHTED_SUM);
      case "average" ->
          segmentation.isRegression()
              ? numbers(CombineNumbers.Method.AVERAGE)
              : probabilities(Segmentation.Weights.EQUAL);
      case "weightedAverage" ->
          segmentation.isRegression()
              ? numbers(CombineNumbers.Method.WEIGHTED_AVERAGE)
              : probabilities(Segmentation.Weights.OWN);
      case "majorityVote" -> votes(Segmentation.Weights.EQUAL);
      case "weightedMajorityVote" -> votes(Segmentation.Weights.OWN);
      default -> throw element.unsupportedValue("multipleModelMethod");
    };
  }

  private Prediction numbers(CombineNumbers.Method method) throws ModelLoadException {
    if (!segmentation.isRegression()) {
      throw element.invalid("this method is for regressions");
    }
    int mark = assembler.mark();
    List<Segment> segments = segmentation.segments();
    int[] values = new int[segments.size()];
    for (int i = 0; i < values.length; i++) {
      Variable value = segments.get(i).prediction().target(model).value();
      if (!value.type().isNumber()) {
        throw element.unsupported("a segment predicts no number");
      }
      values[i] = value.slot();
    }
    int result = assembler.slot();
    CombineNumbers combine =
        new CombineNumbers(
            segmentation.combination(segments, values, Segmentation.Weights.OWN), method, result);
    Optional<List<Pick>> trees = assembler.takeTrees(mark, values);
    assembler.add(trees.isPresent() ? Forest.of(trees.get(), combine, assembler::slot) : combine);
    return Prediction.of(
        TargetField.of(model, scope)
            .regression(result, segmentation.precision(), assembler, model));
  }

  private Prediction probabilities(Segmentation.Weights weights) throws ModelLoadException {
    int mark = assembler.mark();
    List<Segment> segments = segmentation.segments();
    List<Double> codes = List.of();
    int[] values = new int[segments.size()];
    for (int i = 0; i < values.length; i++) {
      Target.Distribution distribution =
          segments
              .get(i)
              .prediction()
              .target(model)
              .distribution()
              .filter(all -> all.kind() == Target.Kind.PROBABILITY)
              .filter(all -> all.order() == Target.Order.FIXED)
              .orElseThrow(
                  () ->
                      element.unsupported(
                          "a segment predicts no probabilities, or in an order of its own"));
      if (i > 0 && !codes.equals(distribution.codes())) {
        throw element.unsupported("its segments have their categories in different orders");
      }
      codes = distribution.codes();
      values[i] = distribution.first();
    }
    int first = assembler.slots(codes.size());
    AverageProbabilities combine =
        new AverageProbabilities(
            segmentation.combination(segments, values, weights), codes.size(), first);
    Optional<List<Pick>> trees = assembler.takeTrees(mark, values);
    assembler.add(trees.isPresent() ? Forest.of(trees.get(), combine, assembler::slot) : combine);
    return Prediction.of(TargetField.of(model, scope).likeliest(codes, first, assembler));
  }

  private Prediction votes(Segmentation.Weights weights) throws ModelLoadException {
    if (segmentation.isRegression()) {
      throw element.invalid("this method is for classifications");
    }
    TargetField target = TargetField.of(model, scope);
    List<Double> codes = target.codes(target.categories(), assembler, model);
    if (codes.isEmpty()) {
      throw model.unsupported("votes for a target whose categories are not listed");
    }
    List<Segment> segments = segmentation.segments();
    int[] values = new int[segments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = segments.get(i).prediction().target(model).value().slot();
    }
    int first = assembler.slots(codes.size());
    int winner = assembler.slot();
    assembler.add(
        new CountVotes(
            segmentation.combination(segments, values, weights),
            codes.stream().mapToDouble(Double::doubleValue).toArray(),
            first,
            winner));
    return Prediction.of(target.classification(codes, first, winner));
  }
}
