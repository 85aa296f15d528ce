package io.slipway.tabular;

/** Scorecards whose reasons, baselines and points are given in all the places where they may be. */
final class RandomScorecards {
  private static final int CHARACTERISTICS = 4;

  private final Chance chance;

  private RandomScorecards(Chance chance) {
    this.chance = chance;
  }

  static String next(Chance chance) {
    return new RandomScorecards(chance).scorecard();
  }

  private String scorecard() {
    boolean givesReasons = !chance.oneIn(4);
    boolean hasBaseline = chance.oneIn(2);
    return "<Scorecard functionName='regression'%s useReasonCodes='%s' reasonCodeAlgorithm='%s'%s%s>%s%s%s<Characteristics>%s</Characteristics></Scorecard>"
        .formatted(
            chance.perhaps("initialScore", points()),
            givesReasons,
            chance.pick("pointsAbove", "pointsBelow"),
            chance.perhaps("baselineMethod", chance.pick("max", "min", "mean", "neutral", "other")),
            hasBaseline ? " baselineScore='%s'".formatted(points()) : "",
            RandomLearners.schema(),
            givesReasons ? reasons() : "",
            RandomLearners.targets(chance),
            Chance.each(CHARACTERISTICS, i -> characteristic(i, givesReasons && !hasBaseline)));
  }

  private static String reasons() {
    return "<Output>%s</Output>"
        .formatted(
            Chance.each(
                CHARACTERISTICS + 2,
                i ->
                    "<OutputField name='r%1$d' optype='categorical' dataType='string' feature='reasonCode' rank='%1$d'/>"
                        .formatted(i + 1)));
  }

  private String characteristic(int number, boolean needsBaseline) {
    boolean hasReason = chance.oneIn(2);
    String baseline = " baselineScore='%s'".formatted(points());
    return "<Characteristic name='n%d'%s%s>%s%s</Characteristic>"
        .formatted(
            number,
            needsBaseline || chance.oneIn(2) ? baseline : "",
            hasReason ? " reasonCode='%s'".formatted(reason()) : "",
            Chance.each(1 + chance.below(3), i -> attribute(predicate(), hasReason)),
            chance.oneIn(8) ? "" : attribute("<True/>", hasReason));
  }

  private String reason() {
    return "R" + chance.below(CHARACTERISTICS);
  }

  /** Now and then without a reason: a row that comes here is refused. */
  private String attribute(String predicate, boolean hasReason) {
    boolean isComplex = chance.oneIn(3);
    return "<Attribute%s%s>%s%s</Attribute>"
        .formatted(
            !isComplex || chance.oneIn(2) ? " partialScore='%s'".formatted(points()) : "",
            hasReason
                ? chance.perhaps("reasonCode", reason())
                : chance.oneIn(20) ? "" : " reasonCode='%s'".formatted(reason()),
            predicate,
            isComplex ? "<ComplexPartialScore>%s</ComplexPartialScore>".formatted(complex()) : "");
  }

  private String points() {
    return chance.oneIn(3) ? chance.number() : Integer.toString(chance.below(40) - 10);
  }

  private String predicate() {
    return chance.pick(
        "<SimplePredicate field='x0' operator='lessOrEqual' value='%s'/>"
            .formatted(chance.number()),
        "<SimplePredicate field='x1' operator='greaterThan' value='%s'/>"
            .formatted(chance.number()),
        "<SimplePredicate field='x2' operator='isMissing'/>",
        "<SimplePredicate field='c' operator='equal' value='red'/>",
        "<CompoundPredicate booleanOperator='and'><SimplePredicate field='x0' operator='lessThan' value='%s'/><SimplePredicate field='x1' operator='lessThan' value='%s'/></CompoundPredicate>"
            .formatted(chance.number(), chance.number()),
        "<SimpleSetPredicate field='c' booleanOperator='isNotIn'><Array type='string' n='2'>red green</Array></SimpleSetPredicate>");
  }

  private String complex() {
    return chance.pick(
        "<FieldRef field='x0'/>",
        "<FieldRef field='x2'/>",
        "<Constant dataType='double'>%s</Constant>".formatted(chance.number()),
        "<Constant dataType='integer'>2147483647</Constant>",
        "<Apply function='*'><FieldRef field='x0'/><Constant dataType='double'>%s</Constant></Apply>"
            .formatted(chance.number()),
        "<Apply function='+'><FieldRef field='x2'/><Constant dataType='integer'>3</Constant></Apply>",
        "<Apply function='if'><Apply function='isMissing'><FieldRef field='x1'/></Apply><Constant dataType='double'>%s</Constant><FieldRef field='x1'/></Apply>"
            .formatted(chance.number()),
        "<NormContinuous field='x1' outliers='asMissingValues'><LinearNorm orig='-4' norm='0'/><LinearNorm orig='4' norm='10'/></NormContinuous>");
  }
}
