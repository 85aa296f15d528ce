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
import java.util.function.ToIntFunction;

/** Lowers a scorecard: each characteristic's first attribute that applies adds its points. */
final class Scorecards {
  /** What stands at a leaf: the score, the points of the reason, its code, which expression. */
  private static final int WIDTH = 4;

  private static final List<Double> FAILURE =
      List.of(Values.FAILED, Values.FAILED, Values.FAILED, Values.FAILED);

  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final boolean usesReasons;
  private final Set<Double> codes = new LinkedHashSet<>();

  /** The slots of what a characteristic adds. */
  private record Part(int score, int points, int code) {}

  /** What an attribute's expression makes of a row, in slots. */
  private record Computed(int score, int points) {}

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
    List<Part> parts = new ArrayList<>();
    for (Element characteristic : model.requireChild("Characteristics").children()) {
      Part part = characteristic(characteristic);
      sum = assembler.step(Operator.ADD_SCORES, sum, part.score());
      parts.add(part);
    }
    Target plain = TargetField.of(model, scope).regression(sum, Precision.DOUBLE, assembler, model);
    return Prediction.of(
        new Target(plain.name(), plain.value(), Optional.empty())
            .withReasons(usesReasons ? reasons(parts) : List.of()));
  }

  private Part characteristic(Element characteristic) throws ModelLoadException {
    characteristic.allow("Attribute");
    GraphBuilder graph = new GraphBuilder();
    Predicates predicates = new Predicates(assembler, scope, graph);
    List<Double> leaves = new ArrayList<>(FAILURE);
    List<Computed> computed = new ArrayList<>();
    int start = GraphBuilder.leaf(0);
    List<Element> attributes = characteristic.children();
    for (int i = attributes.size() - 1; i >= 0; i--) {
      Element attribute = attributes.get(i);
      int leaf = GraphBuilder.leaf(leaves.size() / WIDTH);
      leaves.addAll(leaf(characteristic, attribute, computed));
      start = predicates.lower(Predicates.of(attribute), new Ways(leaf, start, start));
    }
    int first = assembler.slots(WIDTH);
    assembler.add(
        new Pick(
            graph,
            start,
            leaves.stream().mapToDouble(Double::doubleValue).toArray(),
            WIDTH,
            first));
    Part part = new Part(first, first + 1, first + 2);
    for (int i = 0; i < computed.size(); i++) {
      int isThis = assembler.step(Operator.EQUAL, first + 3, assembler.constant(i));
      part =
          new Part(
              assembler.step(Operator.SELECT, isThis, computed.get(i).score(), part.score()),
              assembler.step(Operator.SELECT, isThis, computed.get(i).points(), part.points()),
              part.code());
    }
    return part;
  }

  /** What an attribute gives. Rows that come to one which lacks its reason are refused. */
  private List<Double> leaf(Element characteristic, Element attribute, List<Computed> computed)
      throws ModelLoadException {
    Optional<Element> expression = attribute.child("ComplexPartialScore");
    Optional<String> reason =
        attribute.attribute("reasonCode").or(() -> characteristic.attribute("reasonCode"));
    if (usesReasons && reason.isEmpty()) {
      return FAILURE;
    }
    double code = usesReasons ? code(reason.orElseThrow(), attribute) : 0;
    if (expression.isPresent()) {
      computed.add(compute(characteristic, expression.get()));
      return List.of(Values.FAILED, Values.FAILED, code, computed.size() - 1.0);
    }
    double score = attribute.number("partialScore");
    double points = usesReasons ? points(attribute, baseline(characteristic)) : 0;
    return Values.isFailed(points)
        ? FAILURE
        : List.of(score, points, code, Values.UNKNOWN_CATEGORY);
  }

  private double code(String reason, Element at) throws ModelLoadException {
    double code = assembler.code(FieldType.STRING, reason, at);
    codes.add(code);
    return code;
  }

  private Element baseline(Element characteristic) {
    return characteristic.has("baselineScore") ? characteristic : model;
  }

  /** The reference takes whole numbers from one another in 32 bits, and refuses more. */
  private double points(Element attribute, Element baseline) throws ModelLoadException {
    double score = attribute.number("partialScore");
    double normal = baseline.number("baselineScore");
    double points = isAbove() ? score - normal : normal - score;
    boolean isWhole = isWhole(attribute, "partialScore") && isWhole(baseline, "baselineScore");
    return isWhole && points != (int) points ? Values.FAILED : points;
  }

  private static boolean isWhole(Element element, String attribute) throws ModelLoadException {
    return element.require(attribute).chars().noneMatch(letter -> ".eEIN".indexOf(letter) >= 0);
  }

  private boolean isAbove() throws ModelLoadException {
    return switch (model.attribute("reasonCodeAlgorithm", "pointsBelow")) {
      case "pointsAbove" -> true;
      case "pointsBelow" -> false;
      default -> throw model.unsupportedValue("reasonCodeAlgorithm");
    };
  }

  private Computed compute(Element characteristic, Element expression) throws ModelLoadException {
    Expressions expressions = new Expressions(assembler, scope, scope.dictionaries());
    Variable value = expressions.lower(Expressions.expressionOf(expression));
    if (!value.type().isNumber()) {
      throw expression.unsupported("its value is no number");
    }
    int score = assembler.step(Operator.REQUIRE, value.slot());
    if (!usesReasons) {
      return new Computed(score, score);
    }
    Element stated = baseline(characteristic);
    int normal = assembler.constant(stated.number("baselineScore"));
    boolean isWhole = value.type() == FieldType.INTEGER && isWhole(stated, "baselineScore");
    Operator less = isWhole ? Operator.SUBTRACT_INTEGERS : Operator.SUBTRACT;
    int points =
        isAbove() ? assembler.step(less, score, normal) : assembler.step(less, normal, score);
    return new Computed(isWhole ? refusedWithout(points, score) : score, points);
  }

  /** A score, unless the points beside it are none. */
  private int refusedWithout(int points, int score) {
    int isNumber = assembler.step(Operator.EQUAL, points, points);
    return assembler.step(Operator.SELECT, isNumber, score, assembler.constant(Values.FAILED));
  }

  /** As many ranks as the outputs ask for. */
  private List<Integer> reasons(List<Part> parts) throws ModelLoadException {
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
            slots(parts, Part::code),
            slots(parts, Part::points),
            codes.stream().mapToDouble(Double::doubleValue).toArray(),
            assembler.slots(codes.size()),
            slots.stream().mapToInt(Integer::intValue).toArray()));
    return slots;
  }

  private static int[] slots(List<Part> parts, ToIntFunction<Part> slot) {
    return parts.stream().mapToInt(slot).toArray();
  }
}
