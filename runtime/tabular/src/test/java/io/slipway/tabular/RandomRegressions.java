package io.slipway.tabular;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Regressions with every normalization that the reference knows, from a source of chance. */
final class RandomRegressions {
  /** What a number may be taken through. */
  private static final String[] RESPONSES = {
    "none", "logit", "exp", "softmax", "probit", "cloglog", "loglog", "cauchit"
  };

  private final Random random;
  private final List<String> numbers;
  private final List<String> texts;
  private final RandomDurations durations;
  private final List<String> classes;

  /**
   * @param numbers fields of numbers
   * @param texts fields of texts
   * @param classes what it tells apart; none for a number
   */
  RandomRegressions(
      Random random,
      List<String> numbers,
      List<String> texts,
      RandomDurations durations,
      List<String> classes) {
    this.random = random;
    this.numbers = numbers;
    this.texts = texts;
    this.durations = durations;
    this.classes = classes;
  }

  /**
   * @param order whether its target's categories have one
   * @param head what comes before its tables
   */
  String next(String order, String head) {
    List<String> tables = new ArrayList<>();
    for (String label : classes.isEmpty() ? List.of("") : classes) {
      boolean isLast = tables.size() == classes.size() - 1;
      tables.add(
          isLast && random.nextInt(3) == 0
              ? "<RegressionTable intercept='0' targetCategory='" + label + "'/>"
              : table(label));
    }
    return "<RegressionModel functionName='%s' normalizationMethod='%s'%s>%s%s</RegressionModel>"
        .formatted(
            classes.isEmpty() ? "regression" : "classification",
            classes.isEmpty() ? pick(RESPONSES) : normalization(order),
            random.nextInt(6) == 0 ? " x-mathContext='float'" : "",
            head,
            String.join("", tables));
  }

  /** What the reference makes probabilities by. */
  private String normalization(String order) {
    if (order.equals("ordinal")) {
      return pick("none", "logit", "probit", "cloglog", "loglog", "cauchit");
    }
    return classes.size() == 2
        ? pick("none", "logit", "probit", "cloglog", "loglog", "cauchit", "softmax", "simplemax")
        : pick("none", "logit", "softmax", "simplemax");
  }

  private String table(String label) {
    StringBuilder table =
        new StringBuilder(
            "<RegressionTable intercept='%s'%s>"
                .formatted(number(), label.isEmpty() ? "" : " targetCategory='" + label + "'"));
    for (String number : numbers) {
      table.append(
          "<NumericPredictor name='%s' exponent='%d' coefficient='%s'/>"
              .formatted(number, 1 + random.nextInt(2), number()));
    }
    table.append(durations.predictors());
    for (String text : texts) {
      table.append(
          "<CategoricalPredictor name='%s' value='red' coefficient='0.3'/><CategoricalPredictor name='%s' value='blue' coefficient='-0.7'/>"
              .formatted(text, text));
    }
    table.append(
        "<PredictorTerm coefficient='0.01'><FieldRef field='%s'/><FieldRef field='%s'/></PredictorTerm>"
            .formatted(
                numbers.get(random.nextInt(numbers.size())),
                numbers.get(random.nextInt(numbers.size()))));
    return table + "</RegressionTable>";
  }

  private String number() {
    return Double.toString(random.nextInt(33) / 4.0 - 4);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
