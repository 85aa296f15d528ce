package io.slipway.tabular;

import java.util.ArrayList;
import java.util.List;

/** Networks of several layers, for a number or for categories. */
final class RandomNetworks {
  private static final String[] ACTIVATIONS = {
    "logistic",
    "tanh",
    "rectifier",
    "exponential",
    "reciprocal",
    "square",
    "Gauss",
    "sine",
    "cosine",
    "Elliott",
    "arctan",
    "threshold",
    "identity",
    "radialBasis"
  };

  private final Chance chance;
  private final List<String> neurons = new ArrayList<>();

  private RandomNetworks(Chance chance) {
    this.chance = chance;
  }

  /**
   * @param classes that it tells apart; none for a number
   */
  static String next(Chance chance, List<String> classes) {
    return new RandomNetworks(chance).network(classes);
  }

  private String network(List<String> classes) {
    String inputs = Chance.each(RandomLearners.FIELDS, this::input) + category();
    StringBuilder layers = new StringBuilder();
    for (int i = chance.below(3); i < 3; i++) {
      layers.append(layer(2 + chance.below(3)));
    }
    int first = neurons.size();
    layers.append(layer(Math.max(1, classes.size())));
    String outputs =
        classes.isEmpty()
            ? output(first, number())
            : Chance.each(
                classes.size(),
                i ->
                    output(
                        first + i,
                        "<NormDiscrete field='y' value='%s'/>".formatted(classes.get(i))));
    return "<NeuralNetwork functionName='%s' activationFunction='%s'%s%s%s width='1.5'%s>%s%s<NeuralInputs>%s</NeuralInputs>%s<NeuralOutputs>%s</NeuralOutputs></NeuralNetwork>"
        .formatted(
            classes.isEmpty() ? "regression" : "classification",
            chance.pick(ACTIVATIONS),
            normalization(),
            chance.perhaps("threshold", chance.number()),
            chance.perhaps("x-leakage", "0.125"),
            chance.perhaps("altitude", "2"),
            RandomLearners.schema(),
            classes.isEmpty() ? RandomLearners.targets(chance) : RandomLearners.probabilities(),
            inputs,
            layers,
            outputs);
  }

  private String input(int i) {
    String plain = "<FieldRef field='x%d'/>".formatted(i);
    String norm =
        "<NormContinuous field='x%d' outliers='%s'><LinearNorm orig='-2' norm='-1'/><LinearNorm orig='0.5' norm='0'/><LinearNorm orig='8' norm='1'/></NormContinuous>"
            .formatted(i, chance.pick("asIs", "asMissingValues", "asExtremeValues"));
    return input("continuous", chance.oneIn(3) ? norm : plain);
  }

  private String category() {
    return chance.oneIn(3) ? input("categorical", "<NormDiscrete field='c' value='red'/>") : "";
  }

  private String input(String opType, String expression) {
    return "<NeuralInput id='%s'><DerivedField optype='%s' dataType='double'>%s</DerivedField></NeuralInput>"
        .formatted(neuron(), opType, expression);
  }

  private String neuron() {
    neurons.add("n" + neurons.size());
    return neurons.get(neurons.size() - 1);
  }

  private String normalization() {
    return chance.oneIn(3)
        ? " normalizationMethod='%s'".formatted(chance.pick("none", "simplemax", "softmax"))
        : "";
  }

  private String layer(int size) {
    List<String> before = List.copyOf(neurons);
    String activation =
        chance.oneIn(3) ? "" : " activationFunction='%s'".formatted(chance.pick(ACTIVATIONS));
    return "<NeuralLayer%s%s%s%s%s%s>%s</NeuralLayer>"
        .formatted(
            activation,
            normalization(),
            chance.perhaps("threshold", chance.number()),
            chance.perhaps("x-leakage", "-0.5"),
            chance.perhaps("width", "2"),
            chance.perhaps("altitude", "1"),
            Chance.each(
                size,
                i ->
                    "<Neuron id='%s'%s%s>%s</Neuron>"
                        .formatted(
                            neuron(),
                            chance.perhaps("bias", chance.number()),
                            chance.perhaps("width", "0.5"),
                            connections(before))));
  }

  private String connections(List<String> before) {
    return Chance.each(
        3,
        i ->
            "<Con from='%s' weight='%s'/>"
                .formatted(
                    before.get(before.size() - 1 - chance.below(Math.min(5, before.size()))),
                    chance.number()));
  }

  private String output(int neuron, String expression) {
    return "<NeuralOutput outputNeuron='%s'><DerivedField optype='continuous' dataType='double'>%s</DerivedField></NeuralOutput>"
        .formatted(neurons.get(neuron), expression);
  }

  private String number() {
    return chance.oneIn(2)
        ? "<FieldRef field='y'/>"
        : "<NormContinuous field='y'><LinearNorm orig='-10' norm='-4'/><LinearNorm orig='3' norm='0'/><LinearNorm orig='50' norm='30'/></NormContinuous>";
  }
}
