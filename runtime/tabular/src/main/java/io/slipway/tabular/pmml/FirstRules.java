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

/** Lowers a rule set whose first rule that fires decides to one graph, which ends there. */
final class FirstRules {
  private final ModelScope scope;
  private final TargetField target;
  private final GraphBuilder graph = new GraphBuilder();
  private final Predicates predicates;
  private final List<Double> scores = new ArrayList<>();

  FirstRules(ModelScope scope, TargetField target) {
    this.scope = scope;
    this.target = target;
    this.predicates = new Predicates(scope.assembler(), scope, graph);
  }

  /** Whether a rule after the first that fires could refuse the row, so that all are looked at. */
  boolean mayFail(Element container) throws ModelLoadException {
    for (Element rule : RuleSets.rules(container)) {
      if (predicates.mayFail(Predicates.of(rule)) || mayFail(rule)) {
        return true;
      }
    }
    return false;
  }

  Prediction lower(Element ruleSet) throws ModelLoadException {
    int otherwise =
        leaf(RuleSets.hasDefault(ruleSet) ? code(ruleSet, "defaultScore") : Values.FAILED);
    int start = first(RuleSets.rules(ruleSet), otherwise);
    int result = scope.assembler().slot();
    scope
        .assembler()
        .add(
            new Pick(
                graph,
                start,
                scores.stream().mapToDouble(Double::doubleValue).toArray(),
                1,
                result));
    return Prediction.of(
        new Target(target.name(), Variable.of(target.type(), result), Optional.empty()));
  }

  /** Where to start with some rules; none of them fired, {@code next} goes on. */
  private int first(List<Element> rules, int next) throws ModelLoadException {
    int start = next;
    for (int i = rules.size() - 1; i >= 0; i--) {
      Element rule = rules.get(i);
      int fires =
          rule.is("CompoundRule") ? first(RuleSets.rules(rule), start) : leaf(code(rule, "score"));
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
