package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a rule set whose first rule that fires decides. */
final class RuleSets {
  private final ModelScope scope;
  private final Assembler assembler;
  private final TargetField target;
  private final GraphBuilder graph = new GraphBuilder();
  private final Predicates predicates;
  private final List<Double> scores = new ArrayList<>();

  private RuleSets(Element model, ModelScope scope) throws ModelLoadException {
    this.scope = scope;
    this.assembler = scope.assembler();
    this.target = TargetField.of(model, scope);
    this.predicates = new Predicates(assembler, scope, graph);
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    if (!model.require("functionName").equals("classification")) {
      throw model.unsupportedValue("functionName");
    }
    return new RuleSets(model, scope).lower(model.requireChild("RuleSet"));
  }

  private Prediction lower(Element ruleSet) throws ModelLoadException {
    Element method = ruleSet.requireChild("RuleSelectionMethod");
    if (!method.require("criterion").equals("firstHit")) {
      throw method.unsupportedValue("criterion");
    }
    boolean hasDefault = ruleSet.has("defaultScore") && ruleSet.has("defaultConfidence");
    int otherwise = leaf(hasDefault ? code(ruleSet, "defaultScore") : Values.FAILED);
    int start = first(rules(ruleSet), otherwise);
    int result = assembler.slot();
    assembler.add(
        new Pick(
            graph, start, scores.stream().mapToDouble(Double::doubleValue).toArray(), 1, result));
    return Prediction.of(
        new Target(target.name(), Variable.of(target.type(), result), Optional.empty()));
  }

  private static List<Element> rules(Element container) {
    return container.children().stream()
        .filter(child -> child.is("SimpleRule") || child.is("CompoundRule"))
        .toList();
  }

  /** Where to start with some rules; none of them fired, {@code next} goes on. */
  private int first(List<Element> rules, int next) throws ModelLoadException {
    int start = next;
    for (int i = rules.size() - 1; i >= 0; i--) {
      Element rule = rules.get(i);
      int fires = rule.is("CompoundRule") ? first(rules(rule), start) : leaf(code(rule, "score"));
      start = predicates.lower(Predicates.of(rule), new Ways(fires, start, start));
    }
    return start;
  }

  private double code(Element element, String attribute) throws ModelLoadException {
    return scope.assembler().code(target.type(), element.require(attribute), element);
  }

  private int leaf(double score) {
    scores.add(score);
    return GraphBuilder.leaf(scores.size() - 1);
  }
}
