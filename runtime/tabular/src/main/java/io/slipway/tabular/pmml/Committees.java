package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.AverageProbabilities;
import io.slipway.tabular.form.Combination.Weighing;
import io.slipway.tabular.form.CombineNumbers;
import io.slipway.tabular.form.CountVotes;
import io.slipway.tabular.form.Forest;
import io.slipway.tabular.form.LeadingProbabilities;
import io.slipway.tabular.form.Median;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.xml.Element;
import java.util.List;
import java.util.Optional;

/** Lowers ensembles whose members do not see one another: sums, averages, medians and votes. */
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
    String method = element.require("multipleModelMethod");
    return segmentation.isRegression() ? regression(method) : classification(method);
  }

  private Prediction regression(String method) throws ModelLoadException {
    return switch (method) {
      case "sum" -> numbers(CombineNumbers.Method.SUM, Weighing.EQUAL);
      case "weightedSum" -> numbers(CombineNumbers.Method.SUM, Weighing.OWN);
      case "average" -> numbers(CombineNumbers.Method.AVERAGE, Weighing.EQUAL);
      case "weightedAverage" -> numbers(CombineNumbers.Method.AVERAGE, Weighing.OWN);
      case "median" -> {
        requireMedian();
        yield median(Weighing.EQUAL);
      }
      case "weightedMedian" -> median(Weighing.OWN);
      case "majorityVote", "weightedMajorityVote", "max" ->
          throw element.invalid("this method is for classifications");
      default -> throw element.unsupportedValue("multipleModelMethod");
    };
  }

  private Prediction classification(String method) throws ModelLoadException {
    return switch (method) {
      case "average" -> average(Weighing.EQUAL);
      case "weightedAverage" -> average(Weighing.OWN);
      case "median" -> {
        requireMedian();
        yield leading(LeadingProbabilities.Measure.MEDIAN);
      }
      case "max" -> leading(LeadingProbabilities.Measure.GREATEST);
      case "majorityVote" -> votes(Weighing.EQUAL);
      case "weightedMajorityVote" -> votes(Weighing.OWN);
      case "sum", "weightedSum", "weightedMedian" ->
          throw element.invalid("this method is for regressions");
      default -> throw element.unsupportedValue("multipleModelMethod");
    };
  }

  private void requireMedian() throws ModelLoadException {
    if (segmentation.precision() == Precision.SINGLE) {
      throw element.unsupported("the reference has no median in single precision");
    }
  }

  private Prediction numbers(CombineNumbers.Method method, Weighing weighing)
      throws ModelLoadException {
    int mark = assembler.mark();
    List<Segment> segments = segmentation.segments();
    int[] values = numbers(segments);
    int result = assembler.slot();
    CombineNumbers combine =
        new CombineNumbers(segmentation.combination(segments, values, weighing), method, result);
    Optional<List<Pick>> trees = assembler.takeTrees(mark, values);
    assembler.add(trees.isPresent() ? Forest.of(trees.get(), combine, assembler::slot) : combine);
    return regression(result);
  }

  private Prediction median(Weighing weighing) throws ModelLoadException {
    List<Segment> segments = segmentation.segments();
    int[] values = numbers(segments);
    int room = assembler.slots(2 * values.length);
    int result = assembler.slot();
    assembler.add(new Median(segmentation.combination(segments, values, weighing), room, result));
    return regression(result);
  }

  /** The slots of the segments' numbers. */
  private int[] numbers(List<Segment> segments) throws ModelLoadException {
    int[] values = new int[segments.size()];
    for (int i = 0; i < values.length; i++) {
      Variable value = segments.get(i).prediction().target(model).value();
      if (!value.type().isNumber()) {
        throw element.unsupported("a segment predicts no number");
      }
      values[i] = value.slot();
    }
    return values;
  }

  private Prediction regression(int result) throws ModelLoadException {
    return Prediction.of(
        TargetField.of(model, scope).regressionOrDefault(result, segmentation.precision(), scope));
  }

  private Prediction average(Weighing weighing) throws ModelLoadException {
    TargetField target = classified();
    int mark = assembler.mark();
    List<Segment> segments = segmentation.segments();
    Shares shares = shares(segments);
    int first = assembler.slots(shares.codes().size());
    AverageProbabilities combine =
        new AverageProbabilities(
            segmentation.combination(segments, shares.slots(), weighing),
            shares.codes().size(),
            first);
    Optional<List<Pick>> trees = assembler.takeTrees(mark, shares.slots());
    assembler.add(trees.isPresent() ? Forest.of(trees.get(), combine, assembler::slot) : combine);
    return orDefault(target, target.likeliest(shares.codes(), first, assembler));
  }

  private Prediction leading(LeadingProbabilities.Measure measure) throws ModelLoadException {
    TargetField target = classified();
    List<Segment> segments = segmentation.segments();
    Shares shares = shares(segments);
    List<Double> codes = shares.codes();
    List<Double> listed = target.codes(target.categories(), assembler, model);
    int[] order =
        (listed.isEmpty() ? codes : listed)
            .stream().mapToInt(codes::indexOf).filter(number -> number >= 0).toArray();
    if (order.length == 0) {
      throw model.unsupported("its segments have none of the categories of its target");
    }
    int room = assembler.slots(segments.size());
    int first = assembler.slots(codes.size());
    assembler.add(
        new LeadingProbabilities(
            segmentation.combination(segments, shares.slots(), Weighing.EQUAL),
            measure,
            codes.size(),
            order,
            room,
            first));
    return orDefault(target, target.likeliest(codes, first, assembler));
  }

  private TargetField classified() throws ModelLoadException {
    TargetField target = TargetField.of(model, scope);
    if (target.categories().size() == 1) {
      throw model.unsupported("its target lists one category");
    }
    return target;
  }

  private Prediction orDefault(TargetField target, Target predicted) throws ModelLoadException {
    return Prediction.of(target.orDefault(predicted, segmentation.precision(), scope));
  }

  /** The categories of all segments, and the slots of each one's probability of the first. */
  @SuppressWarnings("ArrayRecordComponent") // lives while an ensemble is lowered
  private record Shares(List<Double> codes, int[] slots) {}

  private Shares shares(List<Segment> segments) throws ModelLoadException {
    List<Double> codes = List.of();
    int[] slots = new int[segments.size()];
    for (int i = 0; i < slots.length; i++) {
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
      slots[i] = distribution.first();
    }
    return new Shares(codes, slots);
  }

  private Prediction votes(Weighing weighing) throws ModelLoadException {
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
            segmentation.combination(segments, values, weighing),
            codes.stream().mapToDouble(Double::doubleValue).toArray(),
            first,
            winner));
    return orDefault(target, target.classification(codes, first, winner));
  }
}
