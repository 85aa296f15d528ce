package io.slipway.tabular;

import java.util.List;

/** Support vector machines: one for a number, several that compete or vote, one of two classes. */
final class RandomMachines {
  private static final int VECTORS = 5;

  private final Chance chance;

  private RandomMachines(Chance chance) {
    this.chance = chance;
  }

  static String number(Chance chance) {
    RandomMachines machines = new RandomMachines(chance);
    return machines.model(
        "functionName='regression'", RandomLearners.targets(chance), machines.machine(""));
  }

  static String classes(Chance chance, List<String> classes) {
    RandomMachines machines = new RandomMachines(chance);
    return switch (chance.below(3)) {
      case 0 -> machines.competing(classes);
      case 1 -> machines.voting(classes);
      default -> machines.binary(classes);
    };
  }

  private String competing(List<String> classes) {
    return model(
        "functionName='classification' classificationMethod='OneAgainstAll'",
        "",
        Chance.each(classes.size(), i -> machine("targetCategory='%s'".formatted(classes.get(i)))));
  }

  private String voting(List<String> classes) {
    return model(
        "functionName='classification' classificationMethod='OneAgainstOne'"
            + chance.perhaps("threshold", chance.number())
            + chance.perhaps("maxWins", "false"),
        RandomLearners.probabilities(),
        Chance.each(
            classes.size(),
            i ->
                machine(
                    "targetCategory='%s' alternateTargetCategory='%s'%s"
                        .formatted(
                            classes.get(i),
                            classes.get((i + 1) % classes.size()),
                            chance.perhaps("threshold", chance.number())))));
  }

  private String binary(List<String> classes) {
    return model(
        "functionName='classification' classificationMethod='OneAgainstOne' alternateBinaryTargetCategory='%s'"
            .formatted(classes.get(0)),
        "",
        machine("targetCategory='%s'".formatted(classes.get(1))));
  }

  private String model(String attributes, String output, String machines) {
    boolean hasCategory = chance.oneIn(3);
    String fields =
        Chance.each(RandomLearners.FIELDS, "<FieldRef field='x%d'/>"::formatted)
            + (hasCategory ? "<CategoricalPredictor name='c' value='red' coefficient='1'/>" : "");
    int size = RandomLearners.FIELDS + (hasCategory ? 1 : 0);
    return "<SupportVectorMachineModel %s svmRepresentation='SupportVectors'>%s%s%s<VectorDictionary><VectorFields>%s</VectorFields>%s</VectorDictionary>%s</SupportVectorMachineModel>"
        .formatted(
            attributes,
            RandomLearners.schema(),
            output,
            kernel(),
            fields,
            Chance.each(VECTORS, i -> vector(i, size)),
            machines);
  }

  private String vector(int number, int size) {
    String values =
        chance.oneIn(4)
            ? "<REAL-SparseArray n='%d'><Indices>1 3</Indices><REAL-Entries>%s</REAL-Entries></REAL-SparseArray>"
                .formatted(size, chance.numbers(2))
            : "<Array type='real' n='%d'>%s</Array>".formatted(size, chance.numbers(size));
    return "<VectorInstance id='v%d'>%s</VectorInstance>".formatted(number, values);
  }

  private String kernel() {
    return chance.pick(
        "<LinearKernelType/>",
        "<RadialBasisKernelType gamma='0.5'/>",
        "<RadialBasisKernelType/>",
        "<PolynomialKernelType gamma='0.5' coef0='1' degree='3'/>",
        "<PolynomialKernelType gamma='0.25' coef0='2' degree='0.5'/>",
        "<PolynomialKernelType/>",
        "<SigmoidKernelType gamma='0.25' coef0='0.5'/>",
        "<SigmoidKernelType/>");
  }

  private String machine(String attributes) {
    int vectors = 1 + chance.below(VECTORS);
    return "<SupportVectorMachine %s><SupportVectors>%s</SupportVectors><Coefficients%s>%s</Coefficients></SupportVectorMachine>"
        .formatted(
            attributes,
            Chance.each(vectors, "<SupportVector vectorId='v%d'/>"::formatted),
            chance.perhaps("absoluteValue", chance.number()),
            Chance.each(
                vectors,
                i -> "<Coefficient%s/>".formatted(chance.perhaps("value", chance.number()))));
  }
}
