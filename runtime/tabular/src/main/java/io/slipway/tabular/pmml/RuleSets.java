package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.form.WeighRules;
import io.slipway.tabular.form.WeighRules.Criterion;
import io.slipway.tabular.form.WeighRules.Otherwise;
import io.slipway.tabular.form.WeighRules.Rule;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lowers a rule set. Each rule is looked at, as by the reference: one that fails refuses the row.
 */
final class RuleSets {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final TargetField target;
  private final List<String> labels = new ArrayList<>();
  private final List<Double> codes = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();

  private RuleSets(Element model, ModelScope scope) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.target = TargetField.of(model, scope);
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    if (!model.require("functionName").equals("classification")) {
      throw model.unsupportedValue("functionName");
    }
    return new RuleSets(model, scope).lower(model.requireChild("RuleSet"));
  }

  private Prediction lower(Element ruleSet) throws ModelLoadException {
    Criterion criterion = criterion(ruleSet.requireChild("RuleSelectionMethod"));
    FirstRules first = new FirstRules(scope, target);
    return criterion == Criterion.FIRST_HIT && !asksForConfidence() && !first.mayFail(ruleSet)
        ? first.lower(ruleSet)
        : weighed(ruleSet, criterion);
  }

  private Prediction weighed(Element ruleSet, Criterion criterion) throws ModelLoadException {
    lower(ruleSet, List.of());
    Otherwise otherwise = otherwise(ruleSet);
    if (asksForConfidence()) {
      for (String label : target.categories()) {
        category(label, ruleSet); // of which there may be no rule, and no confidence
      }
    }
    int heaviest = assembler.slots(codes.size());
    int confidences = assembler.slots(codes.size());
    int winner = assembler.slot();
    assembler.add(
        new WeighRules(
            criterion,
            rules,
            otherwise,
            codes.stream().mapToDouble(Double::doubleValue).toArray(),
            heaviest,
            confidences,
            winner));
    return Prediction.of(
        new Target(
            target.name(),
            Variable.of(target.type(), winner),
            asksForConfidence()
                ? Optional.of(Target.Distribution.confidences(codes, confidences))
                : Optional.empty()));
  }

  static List<Element> rules(Element container) {
    return container.children().stream()
        .filter(child -> child.is("SimpleRule") || child.is("CompoundRule"))
        .toList();
  }

  static boolean hasDefault(Element ruleSet) {
    return ruleSet.has("defaultScore") && ruleSet.has("defaultConfidence");
  }

  private static Criterion criterion(Element method) throws ModelLoadException {
    return switch (method.require("criterion")) {
      case "firstHit" -> Criterion.FIRST_HIT;
      case "weightedSum" -> Criterion.WEIGHTED_SUM;
      case "weightedMax" -> Criterion.WEIGHTED_MAX;
      default -> throw method.unsupportedValue("criterion");
    };
  }

  /**
   * @param around the predicates of the compound rules that these are in
   */
  private void lower(Element container, List<Element> around) throws ModelLoadException {
    for (Element rule : rules(container)) {
      if (rule.is("CompoundRule")) {
        lower(rule, and(around, rule));
      } else {
        int category = category(rule.require("score"), rule);
        rules.add(
            new Rule(
                fired(and(around, rule)),
                category,
                rule.number("weight", 1),
                rule.number("confidence", 1)));
      }
    }
  }

  private static List<Element> and(List<Element> around, Element rule) throws ModelLoadException {
    List<Element> all = new ArrayList<>(around);
    all.add(Predicates.of(rule));
    return all;
  }

  /** Where it stands whether all of these hold, of which each is looked at only after the last. */
  private int fired(List<Element> predicates) throws ModelLoadException {
    GraphBuilder graph = new GraphBuilder();
    Predicates lowering = new Predicates(assembler, scope, graph);
    int no = GraphBuilder.leaf(0);
    int next = GraphBuilder.leaf(1);
    for (int i = predicates.size() - 1; i >= 0; i--) {
      next = lowering.lower(predicates.get(i), new Ways(next, no, no));
    }
    assembler.checkSize(model);
    int fired = assembler.slot();
    assembler.add(new Pick(graph, next, new double[] {Values.FALSE, Values.TRUE}, 1, fired));
    return fired;
  }

  private Otherwise otherwise(Element ruleSet) throws ModelLoadException {
    return hasDefault(ruleSet)
        ? new Otherwise(
            category(ruleSet.require("defaultScore"), ruleSet), ruleSet.number("defaultConfidence"))
        : Otherwise.NOTHING;
  }

  /** Categories that are written in different ways are others to the reference. */
  private int category(String label, Element element) throws ModelLoadException {
    if (!labels.contains(label)) {
      double code = assembler.code(target.type(), label, element);
      if (codes.contains(code)) {
        throw element.unsupported("one category is written in two ways");
      }
      labels.add(label);
      codes.add(code);
    }
    return labels.indexOf(label);
  }

  /** The reference has confidences by what is written, and so none of what is a number. */
  private boolean asksForConfidence() throws ModelLoadException {
    Optional<Element> output = model.child("Output");
    return target.type() == FieldType.STRING
        && output.isPresent()
        && output.get().children().stream()
            .anyMatch(field -> field.attribute("feature", "").equals("confidence"));
  }
}
