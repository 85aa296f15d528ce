package io.slipway.tabular;

import java.util.List;
import java.util.stream.Collectors;

/** Ensembles of which each row has some members, combined by median or max. */
final class RandomCommittees {
  private static final int MEMBERS = 5;

  private final Chance chance;
  private final List<String> classes;

  private RandomCommittees(Chance chance, List<String> classes) {
    this.chance = chance;
    this.classes = classes;
  }

  /**
   * @param classes none for a regression
   */
  static String next(Chance chance, List<String> classes) {
    return new RandomCommittees(chance, classes).next();
  }

  private boolean isRegression() {
    return classes.isEmpty();
  }

  private String function() {
    return isRegression() ? "regression" : "classification";
  }

  private String next() {
    String method =
        isRegression() ? chance.pick("median", "weightedMedian") : chance.pick("median", "max");
    return "<MiningModel functionName='%s'>%s<Segmentation multipleModelMethod='%s' missingPredictionTreatment='skipSegment'>%s</Segmentation></MiningModel>"
        .formatted(
            function(), RandomLearners.schema(), method, Chance.each(MEMBERS, i -> member()));
  }

  private String member() {
    return "<Segment weight='%s'><SimplePredicate field='x0' operator='lessThan' value='%s'/><RegressionModel functionName='%s' normalizationMethod='%s'><MiningSchema>%s</MiningSchema>%s</RegressionModel></Segment>"
        .formatted(
            chance.pick("1", "0.5", "2.25"),
            chance.number(),
            function(),
            isRegression() ? "none" : "softmax",
            Chance.each(RandomLearners.FIELDS, "<MiningField name='x%d'/>"::formatted),
            isRegression()
                ? table("")
                : classes.stream()
                    .map(label -> table(" targetCategory='" + label + "'"))
                    .collect(Collectors.joining()));
  }

  private String table(String category) {
    return "<RegressionTable intercept='%s'%s>%s</RegressionTable>"
        .formatted(
            chance.number(),
            category,
            Chance.each(
                RandomLearners.FIELDS,
                i ->
                    "<NumericPredictor name='x%d' coefficient='%s'/>"
                        .formatted(i, chance.number())));
  }
}
