package io.slipway.tabular;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** General regressions with covariates, factors and products of both, from a source of chance. */
final class RandomGeneralRegressions {
  private final Random random;
  private final List<String> numbers;
  private final List<String> texts;
  private final List<String> classes;
  private final List<String> parameters = new ArrayList<>(List.of("p0"));
  private final StringBuilder cells = new StringBuilder();
  private final StringBuilder betas = new StringBuilder();

  private RandomGeneralRegressions(
      Random random, List<String> numbers, List<String> texts, List<String> classes) {
    this.random = random;
    this.numbers = numbers;
    this.texts = texts;
    this.classes = classes;
  }

  /**
   * @param classes what it tells apart; none for a number
   * @return an element with a place for its schema
   */
  static String next(
      Random random, List<String> numbers, List<String> texts, List<String> classes) {
    return new RandomGeneralRegressions(random, numbers, texts, classes).next();
  }

  private String next() {
    for (String number : numbers) {
      String name = parameter();
      cells.append(cell(number, name, random.nextInt(3) == 0 ? "2" : "1"));
      if (!texts.isEmpty() && random.nextBoolean()) {
        cells.append(cell(texts.get(0), name, "red"));
      }
    }
    for (String text : texts) {
      cells.append(cell(text, parameter(), random.nextBoolean() ? "green" : "blue"));
    }
    String kind = classes.isEmpty() ? ofNumbers() : ofClasses();
    return "<GeneralRegressionModel functionName='%s' %s>%%s<ParameterList>%s</ParameterList><FactorList>%s</FactorList><CovariateList>%s</CovariateList><PPMatrix>%s</PPMatrix><ParamMatrix>%s</ParamMatrix>%s</GeneralRegressionModel>"
        .formatted(
            classes.isEmpty() ? "regression" : "classification",
            kind,
            each(parameters, "<Parameter name='%s' referencePoint='" + random.nextInt(3) + ".5'/>"),
            each(texts, "<Predictor name='%s'/>"),
            each(numbers, "<Predictor name='%s'/>"),
            cells,
            betas,
            baselines(kind));
  }

  private String parameter() {
    parameters.add("p" + parameters.size());
    return parameters.get(parameters.size() - 1);
  }

  private String ofNumbers() {
    betas(parameters, "");
    return switch (random.nextInt(8)) {
      case 0 -> "modelType='regression'";
      case 1 -> "modelType='generalLinear'";
      case 2, 3 ->
          "modelType='CoxRegression' endTimeVariable='%s'%s"
              .formatted(
                  numbers.get(random.nextInt(numbers.size())),
                  texts.isEmpty() ? "" : " baselineStrataVariable='" + texts.get(0) + "'");
      default -> generalized();
    };
  }

  private String generalized() {
    return "modelType='generalizedLinear' linkFunction=%s%s"
        .formatted(
            pick(
                "'identity'",
                "'log'",
                "'logit'",
                "'cloglog'",
                "'loglog'",
                "'logc'",
                "'probit'",
                "'negbin' distParameter='1.5'",
                "'oddspower' linkParameter='0'",
                "'oddspower' linkParameter='-0.75'",
                "'power' linkParameter='0'",
                "'power' linkParameter='3'",
                "'power' linkParameter='-0.5'"),
            offset());
  }

  private String offset() {
    return pick("", " offsetValue='0.75'", " offsetVariable='" + numbers.get(0) + "'");
  }

  private String ofClasses() {
    String reference = classes.get(random.nextInt(classes.size()));
    List<String> others = new ArrayList<>(classes);
    others.remove(reference);
    String named = " targetReferenceCategory='" + reference + "'";
    if (random.nextInt(3) == 0) {
      betas(parameters.subList(1, parameters.size()), "");
      others.forEach(category -> betas(List.of("p0"), category));
      return "modelType='ordinalMultinomial' cumulativeLink='%s'%s%s"
          .formatted(
              pick("logit", "probit", "cloglog", "loglog", "cauchit"),
              reference.equals(classes.get(classes.size() - 1)) ? pick("", named) : named,
              offset());
    }
    boolean isShared = classes.size() == 2 && random.nextBoolean();
    for (String category : isShared ? List.of("") : others) {
      betas(parameters, category);
    }
    return (random.nextBoolean() ? generalized() : "modelType='multinomialLogistic'")
        + (isShared ? named : pick("", named));
  }

  private void betas(List<String> names, String category) {
    for (String name : names) {
      if (random.nextInt(6) > 0 || name.equals(names.get(0))) {
        betas.append(
            "<PCell %sparameterName='%s' beta='%s' df='1'/>"
                .formatted(
                    category.isEmpty() ? "" : "targetCategory='" + category + "' ",
                    name,
                    random.nextInt(200) / 32.0 - 3));
      }
    }
  }

  private String baselines(String kind) {
    if (!kind.contains("CoxRegression")) {
      return "";
    }
    String strata =
        kind.contains("baselineStrataVariable")
            ? "<BaselineStratum value='red' maxTime='6'>"
                + steps()
                + "</BaselineStratum><BaselineStratum value='blue' maxTime='3.5'>"
                + steps()
                + "</BaselineStratum>"
            : steps();
    return "<BaseCumHazardTables maxTime='5'>" + strata + "</BaseCumHazardTables>";
  }

  private String steps() {
    StringBuilder steps = new StringBuilder();
    double hazard = 0;
    for (double time = -2; time < 4; time += 1 + random.nextInt(3) / 2.0) {
      hazard += random.nextInt(9) / 8.0;
      steps.append("<BaselineCell time='%s' cumHazard='%s'/>".formatted(time, hazard));
    }
    return steps.toString();
  }

  private static String cell(String predictor, String parameter, String value) {
    return "<PPCell value='%s' predictorName='%s' parameterName='%s'/>"
        .formatted(value, predictor, parameter);
  }

  private static String each(List<String> names, String pattern) {
    StringBuilder all = new StringBuilder();
    names.forEach(name -> all.append(pattern.formatted(name)));
    return all.toString();
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
