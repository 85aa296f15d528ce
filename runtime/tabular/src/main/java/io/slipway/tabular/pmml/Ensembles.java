package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.AverageProbabilities;
import io.slipway.tabular.form.Combination;
import io.slipway.tabular.form.Combination.WhenMissing;
import io.slipway.tabular.form.CombineNumbers;
import io.slipway.tabular.form.CountVotes;
import io.slipway.tabular.form.Forest;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Mask;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.form.Winner;
import io.slipway.tabular.pmml.Prediction.Output;
import io.slipway.tabular.pmml.Prediction.Output.Origin;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a model of models: its segments one after the other, then what is made of them. */
final class Ensembles {
  private final Element model;
  private final Element segmentation;
  private final ModelScope scope;
  private final Assembler assembler;
  private final Precision precision;
  private final WhenMissing whenMissing;

  private Ensembles(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    this.model = model;
    this.segmentation = model.requireChild("Segmentation");
    this.scope = scope;
    this.assembler = scope.assembler();
    this.precision = precision;
    this.whenMissing =
        switch (segmentation.attribute("missingPredictionTreatment", "continue")) {
          case "returnMissing" -> WhenMissing.RETURN_MISSING;
          case "skipSegment" -> WhenMissing.SKIP;
          case "continue" -> WhenMissing.CONTINUE;
          default -> throw segmentation.unsupportedValue("missingPredictionTreatment");
        };
  }

  static Prediction lower(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    return new Ensembles(model, scope, precision).lower();
  }

  /** Whether a model's prediction is that of a model inside it. */
  static boolean handsThrough(Element model) throws ModelLoadException {
    return model.is("MiningModel")
        && List.of("modelChain", "x-multiModelChain", "multiModelChain", "selectFirst", "selectAll")
            .contains(model.requireChild("Segmentation").require("multipleModelMethod"));
  }

  private Prediction lower() throws ModelLoadException {
    segmentation.allow("Segment");
    String method = segmentation.require("multipleModelMethod");
    return switch (method) {
      case "modelChain" -> chain();
      case "x-multiModelChain", "multiModelChain" -> multiChain();
      case "selectFirst" -> selectFirst();
      case "sum" -> numbers(CombineNumbers.Method.SUM);
      case "weightedSum" -> numbers(CombineNumbers.Method.WEIGHTED_SUM);
      case "average" ->
          isRegression() ? numbers(CombineNumbers.Method.AVERAGE) : probabilities(Weights.EQUAL);
      case "weightedAverage" ->
          isRegression()
              ? numbers(CombineNumbers.Method.WEIGHTED_AVERAGE)
              : probabilities(Weights.OWN);
      case "majorityVote" -> votes(Weights.EQUAL);
      case "weightedMajorityVote" -> votes(Weights.OWN);
      default -> throw segmentation.unsupportedValue("multipleModelMethod");
    };
  }

  /** Whether segments weigh the same or as they say. */
  private enum Weights {
    EQUAL,
    OWN
  }

  private boolean isRegression() throws ModelLoadException {
    return switch (model.require("functionName")) {
      case "regression" -> true;
      case "classification" -> false;
      default -> throw model.unsupportedValue("functionName");
    };
  }

  /** All segments of an ensemble whose members do not see one another. */
  private List<Segment> segments() throws ModelLoadException {
    List<Segment> segments = new ArrayList<>();
    for (Element segment : segmentation.children()) {
      Element inner = modelOf(segment);
      if (!inner.require("functionName").equals(model.require("functionName"))) {
        throw inner.invalid("its functionName is another than that of the model around it");
      }
      segments.add(segment(segment));
    }
    if (segments.isEmpty()) {
      throw segmentation.invalid("it holds no Segment");
    }
    return segments;
  }

  private Segment segment(Element segment) throws ModelLoadException {
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

  private Combination combination(List<Segment> segments, int[] values, Weights weights)
      throws ModelLoadException {
    double threshold = segmentation.number("missingThreshold", 1);
    if (threshold < 0 || threshold > 1) {
      throw segmentation.invalid("missingThreshold is not between 0 and 1");
    }
    return new Combination(
        values,
        segments.stream().mapToInt(segment -> segment.condition().orElse(-1)).toArray(),
        segments.stream()
            .mapToDouble(segment -> weights == Weights.OWN ? segment.weight() : 1)
            .toArray(),
        whenMissing,
        threshold,
        precision);
  }

  private Prediction numbers(CombineNumbers.Method method) throws ModelLoadException {
    if (!isRegression()) {
      throw segmentation.invalid("this method is for regressions");
    }
    int mark = assembler.mark();
    List<Segment> segments = segments();
    int[] values = new int[segments.size()];
    for (int i = 0; i < values.length; i++) {
      Variable value = segments.get(i).prediction().target(model).value();
      if (!value.type().isNumber()) {
        throw segmentation.unsupported("a segment predicts no number");
      }
      values[i] = value.slot();
    }
    int result = assembler.slot();
    CombineNumbers combine =
        new CombineNumbers(combination(segments, values, Weights.OWN), method, result);
    Optional<List<Pick>> trees = assembler.takeTrees(mark, values);
    assembler.add(trees.isPresent() ? Forest.of(trees.get(), combine, assembler::slot) : combine);
    return Prediction.of(
        TargetField.of(model, scope).regression(result, precision, assembler, model));
  }

  private Prediction probabilities(Weights weights) throws ModelLoadException {
    int mark = assembler.mark();
    List<Segment> segments = segments();
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
                      segmentation.unsupported(
                          "a segment predicts no probabilities, or in an order of its own"));
      if (i > 0 && !codes.equals(distribution.codes())) {
        throw segmentation.unsupported("its segments have their categories in different orders");
      }
      codes = distribution.codes();
      values[i] = distribution.first();
    }
    int first = assembler.slots(codes.size());
    AverageProbabilities combine =
        new AverageProbabilities(combination(segments, values, weights), codes.size(), first);
    Optional<List<Pick>> trees = assembler.takeTrees(mark, values);
    assembler.add(trees.isPresent() ? Forest.of(trees.get(), combine, assembler::slot) : combine);
    int winner = assembler.slot();
    assembler.add(Winner.largest(first, doubles(codes), winner));
    return classified(codes, first, winner);
  }

  private Prediction classified(List<Double> codes, int first, int winner)
      throws ModelLoadException {
    TargetField target = TargetField.of(model, scope);
    return Prediction.of(
        new Target(
            target.name(),
            Variable.of(target.type(), winner),
            Optional.of(Target.Distribution.probabilities(codes, first))));
  }

  private Prediction votes(Weights weights) throws ModelLoadException {
    if (isRegression()) {
      throw segmentation.invalid("this method is for classifications");
    }
    TargetField target = TargetField.of(model, scope);
    List<Double> codes = target.codes(target.categories(), assembler, model);
    if (codes.isEmpty()) {
      throw model.unsupported("votes for a target whose categories are not listed");
    }
    List<Segment> segments = segments();
    int[] values = new int[segments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = segments.get(i).prediction().target(model).value().slot();
    }
    int first = assembler.slots(codes.size());
    int winner = assembler.slot();
    assembler.add(
        new CountVotes(combination(segments, values, weights), doubles(codes), first, winner));
    return classified(codes, first, winner);
  }

  private static double[] doubles(List<Double> list) {
    return list.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Segments one after the other, each seeing what those before put out. The last one answers. */
  private Prediction chain() throws ModelLoadException {
    List<Segment> segments = linked();
    Segment last = segments.get(segments.size() - 1);
    if (last.condition().isPresent()) {
      throw segmentation.unsupported("the last segment of a chain has a condition");
    }
    return whenMissing == WhenMissing.RETURN_MISSING
        ? masked(segments, last.prediction())
        : last.prediction();
  }

  private Prediction multiChain() throws ModelLoadException {
    List<Segment> segments = linked();
    List<Target> targets = new ArrayList<>();
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Segment segment : segments) {
      if (segment.condition().isPresent()) {
        throw segmentation.unsupported("a segment with a condition");
      }
      targets.addAll(segment.prediction().targets());
      outputs.putAll(segment.prediction().outputs());
    }
    Prediction all = new Prediction(targets, outputs);
    return whenMissing == WhenMissing.RETURN_MISSING ? masked(segments, all) : all;
  }

  private List<Segment> linked() throws ModelLoadException {
    if (whenMissing == WhenMissing.SKIP) {
      throw segmentation.invalid("segments of a chain cannot be skipped");
    }
    List<Segment> segments = new ArrayList<>();
    for (Element element : segmentation.children()) {
      Segment segment = segment(element);
      for (Map.Entry<String, Output> output : segment.prediction().outputs().entrySet()) {
        declare(output.getKey(), output.getValue(), segment);
      }
      segments.add(segment);
    }
    if (segments.isEmpty()) {
      throw segmentation.invalid("it holds no Segment");
    }
    return segments;
  }

  private void declare(String name, Output output, Segment segment) {
    Variable value = output.value();
    int slot = value.slot();
    if (output.origin() == Origin.TARGET && whenMissing != WhenMissing.RETURN_MISSING) {
      slot = assembler.step(Operator.REQUIRE, slot);
    }
    if (segment.condition().isPresent()) {
      int failed = assembler.constant(Values.FAILED);
      int visible = assembler.step(Operator.SELECT, segment.condition().get(), slot, failed);
      scope.declare(name, Variable.of(value.type(), visible));
      return;
    }
    if (whenMissing != WhenMissing.RETURN_MISSING) {
      assembler.check(slot);
    }
    scope.declare(
        name, new Variable(value.type(), value.opType(), slot, value.text(), Optional.empty()));
  }

  /**
   * Without the prediction of one segment there is none at all: copies that are then taken away.
   */
  private Prediction masked(List<Segment> segments, Prediction prediction) {
    Mask.Builder mask = new Mask.Builder();
    for (Segment segment : segments) {
      segment.prediction().outputs().values().forEach(o -> mask.check(ifTaken(segment, o.value())));
      for (Target target : segment.prediction().targets()) {
        int slot = ifTaken(segment, target.value());
        if (outputsNeedTarget()) {
          mask.check(assembler.step(Operator.REQUIRE, slot));
        } else {
          mask.require(slot);
        }
      }
    }
    Copies copies = new Copies();
    List<Target> targets = new ArrayList<>();
    for (Target target : prediction.targets()) {
      targets.add(
          new Target(
              target.name(),
              copies.of(target.value()),
              target
                  .distribution()
                  .map(all -> all.at(copies.of(all.first(), all.codes().size())))));
    }
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, Output> output : prediction.outputs().entrySet()) {
      Variable copy = copies.of(output.getValue().value());
      outputs.put(
          output.getKey(), new Output(output.getValue().field(), copy, output.getValue().origin()));
      scope.redeclare(output.getKey(), copy);
    }
    assembler.add(mask.build(copies.slots.stream().mapToInt(Integer::intValue).toArray()));
    return new Prediction(targets, outputs);
  }

  /**
   * Whether the model's own outputs show a prediction whose field it does not name: for the
   * reference that is a failure where there is none.
   */
  private boolean outputsNeedTarget() {
    if (!scope.mining().targets().isEmpty()) {
      return false;
    }
    return model.children("Output").stream()
        .flatMap(output -> output.children().stream())
        .map(field -> field.attribute("feature", "predictedValue"))
        .anyMatch(feature -> !feature.equals("transformedValue") && !feature.equals("decision"));
  }

  /** A slot that holds some value where the segment takes no part. */
  private int ifTaken(Segment segment, Variable value) {
    return segment.condition().isEmpty()
        ? value.slot()
        : assembler.step(
            Operator.SELECT,
            segment.condition().get(),
            value.slot(),
            assembler.constant(Values.TRUE));
  }

  /** Copies of slots, since the originals may be inputs or constants. */
  private final class Copies {
    private final List<Integer> slots = new ArrayList<>();

    Variable of(Variable variable) {
      return Variable.of(variable.type(), of(variable.slot(), 1));
    }

    int of(int first, int count) {
      int copy = assembler.slots(count);
      for (int i = 0; i < count; i++) {
        assembler.copy(first + i, copy + i);
        slots.add(copy + i);
      }
      return copy;
    }
  }

  /** The first segment whose predicate holds answers; later ones count for nothing. */
  private Prediction selectFirst() throws ModelLoadException {
    List<Segment> segments = segments();
    int[] chosen = new int[segments.size()];
    for (int i = 0; i < chosen.length; i++) {
      Segment segment = segments.get(i);
      chosen[i] = segment.condition().orElse(assembler.constant(Values.TRUE));
      if (whenMissing == WhenMissing.SKIP) {
        int target = segment.prediction().target(model).value().slot();
        chosen[i] =
            assembler.step(
                Operator.SELECT,
                chosen[i],
                assembler.step(Operator.IS_NOT_MISSING, target),
                assembler.constant(Values.FALSE));
      }
    }
    List<Target> targets = new ArrayList<>();
    for (Segment segment : segments) {
      targets.add(segment.prediction().target(model));
    }
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Segment segment : segments) {
      for (Map.Entry<String, Output> entry : segment.prediction().outputs().entrySet()) {
        if (!outputs.containsKey(entry.getKey())) {
          outputs.put(entry.getKey(), select(entry.getKey(), entry.getValue(), segments, chosen));
        }
      }
    }
    return new Prediction(List.of(select(targets, chosen)), outputs);
  }

  private Target select(List<Target> targets, int[] chosen) throws ModelLoadException {
    Target first = targets.get(0);
    int[] values = targets.stream().mapToInt(target -> target.value().slot()).toArray();
    Optional<Target.Distribution> distribution = first.distribution();
    for (Target target : targets) {
      if (!target.name().equals(first.name()) || target.value().type() != first.value().type()) {
        throw segmentation.unsupported("its segments predict different fields");
      }
      if (!target
          .distribution()
          .map(Target.Distribution::codes)
          .equals(distribution.map(Target.Distribution::codes))) {
        throw segmentation.unsupported("its segments have their categories in different orders");
      }
    }
    if (distribution.isPresent()) {
      int size = distribution.get().codes().size();
      int start = assembler.slots(size);
      for (int i = 0; i < size; i++) {
        int offset = i;
        int[] shares =
            targets.stream()
                .mapToInt(target -> target.distribution().orElseThrow().first() + offset)
                .toArray();
        assembler.copy(select(shares, chosen), start + i);
      }
      distribution = distribution.map(all -> all.at(start));
    }
    return new Target(
        first.name(), Variable.of(first.value().type(), select(values, chosen)), distribution);
  }

  private Output select(String name, Output like, List<Segment> segments, int[] chosen)
      throws ModelLoadException {
    int[] values = new int[segments.size()];
    for (int i = 0; i < values.length; i++) {
      Output output = segments.get(i).prediction().outputs().get(name);
      if (output != null && output.value().type() != like.value().type()) {
        throw output.field().unsupported("another segment puts it out with another type");
      }
      values[i] = output == null ? assembler.constant(Values.MISSING) : output.value().slot();
    }
    return new Output(
        like.field(), Variable.of(like.value().type(), select(values, chosen)), like.origin());
  }

  private int select(int[] values, int[] chosen) {
    int slot = assembler.constant(Values.MISSING);
    for (int i = values.length - 1; i >= 0; i--) {
      slot = assembler.step(Operator.SELECT, chosen[i], values[i], slot);
    }
    return slot;
  }
}
