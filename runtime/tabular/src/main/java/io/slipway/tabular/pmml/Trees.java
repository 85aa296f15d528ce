package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lowers a tree: its nodes become tests, its scores the leaves that they lead to. */
final class Trees {
  private static final int NO_PREDICTION = GraphBuilder.leaf(0);

  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final TargetField target;
  private final Precision precision;
  private final Predicates predicates;
  private final GraphBuilder graph = new GraphBuilder();
  private final List<Double> leaves = new ArrayList<>();
  private final List<Double> categories;
  private final String missingValueStrategy;
  private final boolean keepsLastPrediction;
  private final boolean keepsIds;
  private Target.Order order = Target.Order.FIXED;
  private int leafCount;

  private Trees(Element model, ModelScope scope, Precision precision) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.target = TargetField.of(model, scope);
    this.precision = precision;
    this.predicates = new Predicates(assembler, scope, graph);
    this.categories = isRegression() ? List.of() : categories(model.requireChild("Node"));
    this.keepsIds = Outputs.askForEntity(model);
    this.missingValueStrategy = model.attribute("missingValueStrategy", "none");
    this.keepsLastPrediction =
        switch (model.attribute("noTrueChildStrategy", "returnNullPrediction")) {
          case "returnLastPrediction" -> true;
          case "returnNullPrediction" -> false;
          default -> throw model.unsupportedValue("noTrueChildStrategy");
        };
    if (!List.of("none", "nullPrediction", "lastPrediction", "defaultChild")
        .contains(missingValueStrategy)) {
      throw model.unsupportedValue("missingValueStrategy");
    }
  }

  static Prediction lower(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    return new Trees(model, scope, precision).lower();
  }

  private boolean isRegression() throws ModelLoadException {
    return switch (model.require("functionName")) {
      case "regression" -> true;
      case "classification" -> false;
      default -> throw model.unsupportedValue("functionName");
    };
  }

  private Prediction lower() throws ModelLoadException {
    Element root = model.requireChild("Node");
    if (keepsIds) {
      requireIds(root, new HashSet<>());
    }
    int scores = isRegression() ? 1 : categories.size() + 1;
    int width = scores + (keepsIds ? 1 : 0);
    addLeaf(Collections.nCopies(width, Values.MISSING));
    int start =
        predicates.lower(Predicates.of(root), new Ways(enter(root), NO_PREDICTION, NO_PREDICTION));
    double[] values = leaves.stream().mapToDouble(Double::doubleValue).toArray();
    int result = assembler.slots(width);
    assembler.add(new Pick(graph, start, values, width, result));
    Target predicted = target(result);
    return Prediction.of(keepsIds ? predicted.withEntity(entity(result + scores)) : predicted);
  }

  /** What the target says in the place of a prediction is taken from no node. */
  private int entity(int slot) {
    return target.hasDefaults() ? assembler.step(Operator.REQUIRE, slot) : slot;
  }

  private Target target(int result) throws ModelLoadException {
    if (isRegression()) {
      return target.regressionOrDefault(result, precision, scope);
    }
    Optional<Target.Distribution> distribution =
        categories.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Target.Distribution(Target.Kind.PROBABILITY, order, categories, result));
    Target predicted =
        new Target(
            target.name(), Variable.of(target.type(), result + categories.size()), distribution);
    return target.orDefault(predicted, precision, scope);
  }

  private static void requireIds(Element node, Set<String> seen) throws ModelLoadException {
    if (!node.has("id")) {
      throw node.unsupported("an output asks for its id, of which it has none");
    }
    if (!seen.add(node.require("id"))) {
      throw node.invalid("its id is that of another node");
    }
    for (Element child : node.children("Node")) {
      requireIds(child, seen);
    }
  }

  /** Where to go on at a node whose predicate holds. */
  private int enter(Element node) throws ModelLoadException {
    assembler.checkSize(node);
    List<Element> nodes = node.children("Node");
    if (nodes.isEmpty()) {
      return leaf(node);
    }
    int[] inside = new int[nodes.size()];
    for (int i = 0; i < inside.length; i++) {
      inside[i] = enter(nodes.get(i));
    }
    int next = keepsLastPrediction && node.has("score") ? leaf(node) : NO_PREDICTION;
    for (int i = inside.length - 1; i >= 0; i--) {
      int unknown =
          switch (missingValueStrategy) {
            case "none" -> next;
            case "nullPrediction" -> NO_PREDICTION;
            case "lastPrediction" -> leaf(node);
            default -> inside[defaultChild(node, nodes)];
          };
      next = predicates.lower(Predicates.of(nodes.get(i)), new Ways(inside[i], next, unknown));
    }
    return next;
  }

  private static int defaultChild(Element node, List<Element> nodes) throws ModelLoadException {
    String id = node.require("defaultChild");
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).attribute("id", "").equals(id)) {
        return i;
      }
    }
    throw node.invalid("no child has the id \"" + id + "\"");
  }

  private int leaf(Element node) throws ModelLoadException {
    for (Element child : node.children()) {
      if (!child.is("Node") && !child.is("ScoreDistribution") && !Predicates.isPredicate(child)) {
        throw child.unsupported("it is not supported inside Node");
      }
    }
    List<Double> values = new ArrayList<>();
    if (!isRegression()) {
      values.addAll(probabilities(node));
    }
    FieldType type = isRegression() ? FieldType.DOUBLE : target.type();
    values.add(
        node.has("score") ? assembler.code(type, node.require("score"), node) : Values.FAILED);
    if (keepsIds) {
      values.add(assembler.dictionary().add(node.require("id")));
    }
    return addLeaf(values);
  }

  private int addLeaf(List<Double> values) {
    leaves.addAll(values);
    return GraphBuilder.leaf(leafCount++);
  }

  /** All categories, in the order in which nodes come to count them. */
  private List<Double> categories(Element root) throws ModelLoadException {
    Set<Double> found = new LinkedHashSet<>();
    addCategories(root, found);
    return List.copyOf(found);
  }

  private void addCategories(Element node, Set<Double> found) throws ModelLoadException {
    for (Element count : node.children("ScoreDistribution")) {
      found.add(assembler.code(target.type(), count.require("value"), count));
    }
    for (Element child : node.children("Node")) {
      addCategories(child, found);
    }
  }

  private List<Double> probabilities(Element node) throws ModelLoadException {
    List<Element> counts = node.children("ScoreDistribution");
    if (counts.isEmpty()) {
      return Collections.nCopies(categories.size(), Values.FAILED);
    }
    boolean areProbabilities = counts.get(0).has("probability");
    List<Double> codes = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    double sum = 0;
    for (Element count : counts) {
      codes.add(assembler.code(target.type(), count.require("value"), count));
      double value = rounded(count.number(areProbabilities ? "probability" : "recordCount"));
      values.add(value);
      sum = rounded(sum + value);
    }
    if (!codes.equals(categories)) {
      order = Target.Order.BY_ROW;
    }
    List<Double> shares = new ArrayList<>(Collections.nCopies(categories.size(), 0.0));
    for (int i = 0; i < codes.size(); i++) {
      double share = sum == 1 ? values.get(i) : rounded(values.get(i) / sum);
      shares.set(categories.indexOf(codes.get(i)), sum == 0 ? Values.FAILED : share);
    }
    return shares;
  }

  private double rounded(double value) {
    return precision == Precision.SINGLE ? (float) value : value;
  }
}
