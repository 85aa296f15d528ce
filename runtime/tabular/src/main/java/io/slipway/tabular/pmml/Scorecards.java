package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.RankReasons;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lowers a scorecard: each characteristic's first attribute that applies adds its points. */
final class Scorecards {
  /** What stands at a leaf: the score, the points of the reason, its code. */
  private static final int WIDTH = 3;

  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final boolean usesReasons;
  private final Set<Double> codes = new LinkedHashSet<>();

  private Scorecards(Element model, ModelScope scope) {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.usesReasons = model.attribute("useReasonCodes", "true").equals("true");
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    if (!model.require("functionName").equals("regression")) {
      throw model.unsupportedValue("functionName");
    }
    return new Scorecards(model, scope).lower();
  }

  private Prediction lower() throws ModelLoadException {
    int sum = assembler.constant(model.number("initialScore", 0));
    List<Integer> first = new ArrayList<>();
    for (Element characteristic : model.requireChild("Characteristics").children()) {
      int slot = characteristic(characteristic);
      sum = assembler.step(Operator.ADD, sum, slot);
      first.add(slot);
    }
    Target plain = TargetField.of(model, scope).regression(sum, Precision.DOUBLE, assembler, model);
    return Prediction.of(
        new Target(plain.name(), plain.value(), Optional.empty())
            .withReasons(usesReasons ? reasons(first) : List.of()));
  }

  private int characteristic(Element characteristic) throws ModelLoadException {
    characteristic.allow("Attribute");
    GraphBuilder graph = new GraphBuilder();
    Predicates predicates = new Predicates(assembler, scope, graph);
    List<Double> leaves = new ArrayList<>(List.of(Values.FAILED, Values.FAILED, Values.FAILED));
    int start = GraphBuilder.leaf(0);
    List<Element> attributes = characteristic.children();
    for (int i = attributes.size() - 1; i >= 0; i--) {
      Element attribute = attributes.get(i);
      if (attribute.child("ComplexPartialScore").isPresent()) {
        throw attribute.requireChild("ComplexPartialScore").unsupported("it is not supported");
      }
      int leaf = GraphBuilder.leaf(leaves.size() / WIDTH);
      leaves.addAll(points(characteristic, attribute));
      start = predicates.lower(Predicates.of(attribute), new Ways(leaf, start, start));
    }
    int result = assembler.slots(WIDTH);
    assembler.add(
        new Pick(
            graph,
            start,
            leaves.stream().mapToDouble(Double::doubleValue).toArray(),
            WIDTH,
            result));
    return result;
  }

  private List<Double> points(Element characteristic, Element attribute) throws ModelLoadException {
    double score = attribute.number("partialScore");
    if (!usesReasons) {
      return List.of(score, 0.0, 0.0);
    }
    double baseline =
        characteristic.has("baselineScore")
            ? characteristic.number("baselineScore")
            : model.number("baselineScore");
    double points =
        switch (model.attribute("reasonCodeAlgorithm", "pointsBelow")) {
          case "pointsAbove" -> score - baseline;
          case "pointsBelow" -> baseline - score;
          default -> throw model.unsupportedValue("reasonCodeAlgorithm");
        };
    String reason =
        attribute.has("reasonCode")
            ? attribute.require("reasonCode")
            : characteristic.require("reasonCode");
    double code = assembler.code(FieldType.STRING, reason, attribute);
    codes.add(code);
    return List.of(score, points, code);
  }

  /** As many ranks as the outputs ask for. */
  private List<Integer> reasons(List<Integer> characteristics) throws ModelLoadException {
    int ranks = 0;
    Optional<Element> output = model.child("Output");
    if (output.isPresent()) {
      for (Element field : output.get().children()) {
        if (field.attribute("feature", "").equals("reasonCode")) {
          ranks = Math.max(ranks, field.integer("rank", 1));
        }
      }
    }
    if (ranks == 0) {
      return List.of();
    }
    if (ranks > codes.size()) {
      ranks = Math.min(ranks, codes.size() + 1); // one more, which is always missing
    }
    int first = assembler.slots(ranks);
    List<Integer> slots = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      slots.add(first + rank);
    }
    assembler.add(
        new RankReasons(
            characteristics.stream().mapToInt(slot -> slot + 2).toArray(),
            characteristics.stream().mapToInt(slot -> slot + 1).toArray(),
            codes.stream().mapToDouble(Double::doubleValue).toArray(),
            assembler.slots(codes.size()),
            slots.stream().mapToInt(Integer::intValue).toArray()));
    return slots;
  }
}
