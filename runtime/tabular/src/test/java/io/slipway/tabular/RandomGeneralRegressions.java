package io.slipway.tabular;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** General regressions with covariates, factors and products of both, from a source of chance. */
final class RandomGeneralRegressions {
  private RandomGeneralRegressions() {}

  /**
   * @param classes what it tells apart; none for a number
   * @return an element with a place for its schema
   */
  static String next(
      Random random, List<String> numbers, List<String> texts, List<String> classes) {
    List<String> names = new ArrayList<>(List.of("p0"));
    StringBuilder cells = new StringBuilder();
    for (String number : numbers) {
      String name = "p" + names.size();
      names.add(name);
      cells.append(cell(number, name, random.nextInt(3) == 0 ? "2" : "1"));
      if (!texts.isEmpty() && random.nextBoolean()) {
        cells.append(cell(texts.get(0), name, "red"));
      }
    }
    for (String text : texts) {
      String name = "p" + names.size();
      names.add(name);
      cells.append(cell(text, name, random.nextBoolean() ? "green" : "blue"));
    }
    List<String> categories =
        classes.isEmpty() ? List.of("") : classes.subList(0, classes.size() - 1);
    StringBuilder betas = new StringBuilder();
    for (String category : categories) {
      for (String name : names) {
        if (random.nextInt(6) > 0 || name.equals("p0")) {
          betas.append(
              "<PCell %sparameterName='%s' beta='%s' df='1'/>"
                  .formatted(
                      category.isEmpty() ? "" : "targetCategory='" + category + "' ",
                      name,
                      random.nextInt(200) / 32.0 - 3));
        }
      }
    }
    return "<GeneralRegressionModel functionName='%s' %s>%%s<ParameterList>%s</ParameterList><FactorList>%s</FactorList><CovariateList>%s</CovariateList><PPMatrix>%s</PPMatrix><ParamMatrix>%s</ParamMatrix></GeneralRegressionModel>"
        .formatted(
            classes.isEmpty() ? "regression" : "classification",
            classes.isEmpty()
                ? pick(
                    random,
                    "modelType='regression'",
                    "modelType='generalLinear'",
                    "modelType='generalizedLinear' linkFunction='logit' offsetValue='0.75'",
                    "modelType='generalizedLinear' linkFunction='log'",
                    "modelType='generalizedLinear' linkFunction='identity'",
                    "modelType='generalizedLinear' linkFunction='cloglog'",
                    "modelType='generalizedLinear' linkFunction='loglog'")
                : "modelType='multinomialLogistic' targetReferenceCategory='%s'"
                    .formatted(classes.get(classes.size() - 1)),
            each(names, "<Parameter name='%s'/>"),
            each(texts, "<Predictor name='%s'/>"),
            each(numbers, "<Predictor name='%s'/>"),
            cells,
            betas);
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

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
