package io.slipway.tabular;

import java.util.List;
import java.util.stream.Collectors;

/** Rules within rules, chosen from by each criterion. */
final class RandomRuleSets {
  private final Chance chance;
  private final List<String> classes;

  private RandomRuleSets(Chance chance, List<String> classes) {
    this.chance = chance;
    this.classes = classes;
  }

  static String next(Chance chance, List<String> classes) {
    return new RandomRuleSets(chance, classes).ruleSet();
  }

  private String ruleSet() {
    boolean hasDefault = !chance.oneIn(4);
    return "<RuleSetModel functionName='classification'>%s%s%s<RuleSet recordCount='100' nbCorrect='80'%s%s>%s%s</RuleSet></RuleSetModel>"
        .formatted(
            RandomLearners.schema(),
            chance.oneIn(2) ? confidences() : "",
            derived(),
            hasDefault ? " defaultScore='%s'".formatted(chance.pick(classes)) : "",
            hasDefault ? " defaultConfidence='0.375'" : "",
            criteria(),
            rules(2));
  }

  private String confidences() {
    return "<Output>%s<OutputField name='sure' optype='continuous' dataType='double' feature='confidence'/></Output>"
        .formatted(classes.stream().map(this::confidence).collect(Collectors.joining()));
  }

  private String confidence(String label) {
    return "<OutputField name='c_%1$s' optype='continuous' dataType='double' feature='confidence' value='%1$s'/>"
        .formatted(label);
  }

  /** One that cannot be computed of each row: a rule that asks for it then refuses the row. */
  private String derived() {
    return "<LocalTransformations><DerivedField name='root' optype='continuous' dataType='double'><Apply function='sqrt'><FieldRef field='x1'/></Apply></DerivedField></LocalTransformations>";
  }

  /** The first is what counts. */
  private String criteria() {
    return Chance.each(
        2,
        i ->
            "<RuleSelectionMethod criterion='%s'/>"
                .formatted(chance.pick("firstHit", "weightedSum", "weightedMax")));
  }

  private String rules(int depth) {
    return Chance.each(
        1 + chance.below(4),
        i ->
            depth > 0 && chance.oneIn(3)
                ? "<CompoundRule>%s%s</CompoundRule>".formatted(predicate(), rules(depth - 1))
                : rule());
  }

  private String rule() {
    return "<SimpleRule score='%s'%s%s%s%s>%s</SimpleRule>"
        .formatted(
            chance.pick(classes),
            chance.perhaps("weight", chance.pick("0.5", "1", "2.25", "0.1", "-1")),
            chance.perhaps("confidence", chance.pick("0.25", "0.5", "0.9")),
            chance.perhaps("recordCount", "10"),
            chance.perhaps("nbCorrect", "7"),
            predicate());
  }

  private String predicate() {
    return chance.pick(
        "<True/>",
        "<False/>",
        simple("x0", "lessOrEqual"),
        simple("x1", "greaterThan"),
        simple("x2", "lessThan"),
        simple("x2", "notEqual"),
        chance.oneIn(3) ? simple("root", "greaterOrEqual") : "<False/>",
        "<SimplePredicate field='x0' operator='isMissing'/>",
        "<SimplePredicate field='c' operator='equal' value='red'/>",
        "<CompoundPredicate booleanOperator='%s'>%s%s</CompoundPredicate>"
            .formatted(
                chance.pick("and", "or", "xor", "surrogate"),
                simple("x0", "lessThan"),
                simple("x1", "greaterThan")));
  }

  private String simple(String field, String operator) {
    return "<SimplePredicate field='%s' operator='%s' value='%d'/>"
        .formatted(field, operator, chance.below(9) - 4);
  }
}
