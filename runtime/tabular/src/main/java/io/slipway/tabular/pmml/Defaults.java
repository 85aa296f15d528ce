package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a target says of rows without a prediction. One that lists values without saying what such a
 * row has fails it, as in the reference.
 */
final class Defaults {
  private final List<Element> values;
  private final Precision precision;
  private final ModelScope scope;
  private final Assembler assembler;

  Defaults(Element target, Precision precision, ModelScope scope) {
    this.values = target.children("TargetValue");
    this.precision = precision;
    this.scope = scope;
    this.assembler = scope.assembler();
  }

  /** The slot of a number, or of what stands for it. */
  int number(int slot) throws ModelLoadException {
    if (values.isEmpty()) {
      return slot;
    }
    boolean isKnown = values.size() == 1 && values.get(0).has("defaultValue");
    return orElse(slot, isKnown ? values.get(0).number("defaultValue") : Values.FAILED);
  }

  /** A category with its distribution, or what stands for them. */
  Target category(Target target) throws ModelLoadException {
    if (values.isEmpty()) {
      return target;
    }
    Map<Double, Double> priors = priors(target.value().type());
    Optional<Target.Distribution> distribution = target.distribution();
    if (distribution.isPresent()) {
      List<Double> codes = distribution.get().codes();
      if (!fit(List.copyOf(priors.keySet()), codes)) {
        throw values.get(0).unsupported("the model has not these categories in this order");
      }
      int first = assembler.slots(codes.size());
      for (int i = 0; i < codes.size(); i++) {
        double prior = priors.isEmpty() ? Values.FAILED : priors.getOrDefault(codes.get(i), 0.0);
        assembler.copy(orElse(distribution.get().first() + i, prior), first + i);
      }
      distribution = distribution.map(all -> all.at(first));
    }
    int winner = orElse(target.value().slot(), likeliest(priors));
    return new Target(target.name(), Variable.of(target.value().type(), winner), distribution);
  }

  private int orElse(int slot, double otherwise) {
    return assembler.step(Operator.OR_ELSE, slot, assembler.constant(otherwise));
  }

  /** A model inside another is combined with others, which have all categories in one order. */
  private boolean fit(List<Double> listed, List<Double> codes) {
    return listed.isEmpty()
        || (scope.outer().isEmpty() ? codes.containsAll(listed) : codes.equals(listed));
  }

  /** The categories' shares of 1, in the order of the document; none where it does not say. */
  private Map<Double, Double> priors(FieldType type) throws ModelLoadException {
    Map<Double, Double> priors = new LinkedHashMap<>();
    double sum = 0;
    for (Element value : values) {
      if (!value.has("value") || !value.has("priorProbability")) {
        return Map.of();
      }
      double stated = value.number("priorProbability");
      if (!(stated >= 0 && stated <= 1)) {
        throw value.invalid("priorProbability is not between 0 and 1");
      }
      double prior = precision.round(stated);
      if (priors.put(assembler.code(type, value.require("value"), value), prior) != null) {
        throw value.unsupported("its value is that of another");
      }
      sum = precision.round(sum + prior);
    }
    if (sum == 0) {
      return Map.of();
    }
    if (sum != 1) {
      double whole = sum;
      priors.replaceAll((code, prior) -> precision.round(prior / whole));
    }
    return priors;
  }

  private static double likeliest(Map<Double, Double> priors) {
    double winner = Values.FAILED;
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Double, Double> prior : priors.entrySet()) {
      if (prior.getValue() > most) {
        most = prior.getValue();
        winner = prior.getKey();
      }
    }
    return winner;
  }
}
