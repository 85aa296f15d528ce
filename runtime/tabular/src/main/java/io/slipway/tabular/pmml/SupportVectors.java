package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Combination;
import io.slipway.tabular.form.CountVotes;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Kernels;
import io.slipway.tabular.form.Kernels.Kernel;
import io.slipway.tabular.form.Kernels.Kind;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Pick;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.form.Winner;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lowers support vector machines: one for a number, several that vote or compete for a category.
 */
final class SupportVectors {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final List<Element> machines;

  private SupportVectors(Element model, ModelScope scope) {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.machines = model.children("SupportVectorMachine");
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    SupportVectors lowering = new SupportVectors(model, scope);
    if (!model.attribute("svmRepresentation", "SupportVectors").equals("SupportVectors")) {
      throw model.unsupportedValue("svmRepresentation");
    }
    if (model.attribute("maxWins", "false").equals("true")) {
      throw model.unsupportedValue("maxWins");
    }
    if (lowering.machines.isEmpty()) {
      throw model.invalid("it holds no SupportVectorMachine");
    }
    int first = lowering.kernels();
    if (model.require("functionName").equals("regression")) {
      if (lowering.machines.size() != 1) {
        throw model.invalid("a regression has one SupportVectorMachine");
      }
      return Prediction.of(
          TargetField.of(model, scope)
              .regression(first, Precision.DOUBLE, scope.assembler(), model));
    }
    return switch (model.attribute("classificationMethod", "OneAgainstAll")) {
      case "OneAgainstAll" -> lowering.oneAgainstAll(first);
      case "OneAgainstOne" -> lowering.oneAgainstOne(first);
      default -> throw model.unsupportedValue("classificationMethod");
    };
  }

  private int kernels() throws ModelLoadException {
    Element dictionary = model.requireChild("VectorDictionary");
    dictionary.allow("VectorFields", "VectorInstance");
    int[] slots = inputs(dictionary.requireChild("VectorFields"));
    Map<String, Integer> numbers = new HashMap<>();
    List<double[]> vectors = new ArrayList<>();
    for (Element instance : dictionary.children("VectorInstance")) {
      numbers.put(instance.require("id"), vectors.size());
      vectors.add(vector(instance, slots.length));
    }
    List<Kernels.Machine> lowered = new ArrayList<>();
    for (Element machine : machines) {
      machine.allow("SupportVectors", "Coefficients");
      lowered.add(machine(machine, numbers));
    }
    int scratch = assembler.slots(vectors.size());
    int result = assembler.slots(lowered.size());
    assembler.checkSize(model);
    assembler.add(new Kernels(kernel(), slots, vectors, lowered, scratch, result));
    return result;
  }

  private int[] inputs(Element fields) throws ModelLoadException {
    List<Integer> slots = new ArrayList<>();
    for (Element field : fields.children()) {
      switch (field.name()) {
        case "FieldRef" -> {
          Variable variable = scope.resolve(field.require("field"), field);
          if (!variable.type().isQuantity() || field.has("mapMissingTo")) {
            throw field.unsupported("the field is no number, or has a replacement");
          }
          slots.add(variable.slot());
        }
        case "CategoricalPredictor" -> slots.add(indicator(field));
        default -> throw field.unsupported("it is not supported inside VectorFields");
      }
    }
    return slots.stream().mapToInt(Integer::intValue).toArray();
  }

  private int indicator(Element predictor) throws ModelLoadException {
    if (predictor.number("coefficient", 1) != 1) {
      throw predictor.unsupportedValue("coefficient");
    }
    String name = predictor.has("field") ? predictor.require("field") : predictor.require("name");
    Variable field = scope.resolve(name, predictor);
    double code = assembler.code(field.type(), predictor.require("value"), predictor);
    int slot = assembler.slot();
    assembler.add(
        new Lookup(
            new int[] {field.slot()}, List.of(new double[] {code, 1}), Values.MISSING, 0, slot));
    return slot;
  }

  private static double[] vector(Element instance, int size) throws ModelLoadException {
    instance.allow("Array", "REAL-SparseArray");
    Optional<Element> dense = instance.child("Array");
    double[] vector =
        dense.isPresent()
            ? Arrays.numbers(dense.get())
            : Arrays.sparse(instance.requireChild("REAL-SparseArray"), size);
    if (vector.length != size) {
      throw instance.invalid("it has %d values, not %d".formatted(vector.length, size));
    }
    return vector;
  }

  private static Kernels.Machine machine(Element machine, Map<String, Integer> numbers)
      throws ModelLoadException {
    List<Element> vectors = machine.requireChild("SupportVectors").children("SupportVector");
    Element coefficients = machine.requireChild("Coefficients");
    List<Element> values = coefficients.children("Coefficient");
    if (vectors.size() != values.size()) {
      throw machine.invalid(
          "it has %d vectors and %d coefficients".formatted(vectors.size(), values.size()));
    }
    int[] vector = new int[vectors.size()];
    double[] coefficient = new double[vectors.size()];
    for (int i = 0; i < vector.length; i++) {
      Element reference = vectors.get(i);
      vector[i] =
          Optional.ofNullable(numbers.get(reference.require("vectorId")))
              .orElseThrow(() -> reference.invalid("no vector has its vectorId"));
      coefficient[i] = values.get(i).number("value", 0);
    }
    return new Kernels.Machine(vector, coefficient, coefficients.number("absoluteValue", 0));
  }

  private Kernel kernel() throws ModelLoadException {
    for (Element child : model.children()) {
      switch (child.name()) {
        case "LinearKernelType":
          return new Kernel(Kind.LINEAR, 1, 0, 1);
        case "PolynomialKernelType":
          return new Kernel(
              Kind.POLYNOMIAL,
              child.number("gamma", 1),
              child.number("coef0", 1),
              child.number("degree", 1));
        case "RadialBasisKernelType":
          return new Kernel(Kind.RADIAL_BASIS, child.number("gamma", 1), 0, 1);
        case "SigmoidKernelType":
          return new Kernel(Kind.SIGMOID, child.number("gamma", 1), child.number("coef0", 1), 1);
        default:
      }
    }
    throw model.invalid("it holds no kernel");
  }

  private Prediction oneAgainstAll(int first) throws ModelLoadException {
    TargetField target = TargetField.of(model, scope);
    List<String> labels = new ArrayList<>();
    for (Element machine : machines) {
      labels.add(machine.require("targetCategory"));
    }
    double[] codes =
        target.codes(labels, assembler, model).stream().mapToDouble(Double::doubleValue).toArray();
    int winner = assembler.slot();
    assembler.add(Winner.smallest(first, codes, winner));
    return Prediction.of(
        new Target(target.name(), Variable.of(target.type(), winner), Optional.empty()));
  }

  private Prediction oneAgainstOne(int first) throws ModelLoadException {
    Optional<String> alternate = model.attribute("alternateBinaryTargetCategory");
    TargetField target = TargetField.of(model, scope);
    List<Double> codes = new ArrayList<>();
    int[] votes = new int[machines.size()];
    for (int i = 0; i < votes.length; i++) {
      Element machine = machines.get(i);
      double yes = assembler.code(target.type(), machine.require("targetCategory"), machine);
      String other =
          alternate.isPresent() ? alternate.get() : machine.require("alternateTargetCategory");
      double no = assembler.code(target.type(), other, machine);
      for (double code : new double[] {yes, no}) {
        if (!codes.contains(code)) {
          codes.add(code);
        }
      }
      votes[i] =
          alternate.isPresent()
              ? rounded(first + i, yes, no)
              : compared(first + i, threshold(machine), yes, no);
    }
    double[] weights = new double[votes.length];
    java.util.Arrays.fill(weights, 1);
    int[] always = new int[votes.length];
    java.util.Arrays.fill(always, -1);
    int shares = assembler.slots(codes.size());
    int winner = assembler.slot();
    assembler.add(
        new CountVotes(
            new Combination(
                votes,
                always,
                weights,
                Combination.Weighing.EQUAL,
                Combination.WhenMissing.CONTINUE,
                1,
                Precision.DOUBLE),
            codes.stream().mapToDouble(Double::doubleValue).toArray(),
            shares,
            winner));
    return Prediction.of(target.classification(codes, shares, winner));
  }

  private double threshold(Element machine) throws ModelLoadException {
    return machine.has("threshold") ? machine.number("threshold") : model.number("threshold", 0);
  }

  /** A vote for {@code yes} below a threshold. What is no number is above all. */
  private int compared(int sum, double threshold, double yes, double no) {
    GraphBuilder graph = new GraphBuilder();
    int above = GraphBuilder.leaf(1);
    return vote(
        graph, graph.below(sum, threshold, new Ways(GraphBuilder.leaf(0), above, above)), yes, no);
  }

  /** A vote for {@code yes} where a sum rounds to 1, for {@code no} where it does to 0. */
  private int rounded(int sum, double yes, double no) {
    GraphBuilder graph = new GraphBuilder();
    int one = GraphBuilder.leaf(0);
    int zero = GraphBuilder.leaf(1);
    int neither = GraphBuilder.leaf(2);
    // What is no number, and so neither below nor at most another, rounds to 0.
    int high = graph.atMost(sum, Double.POSITIVE_INFINITY, new Ways(neither, zero, neither));
    int middle = graph.below(sum, 1.5, new Ways(one, high, neither));
    int low = graph.below(sum, 0.5, new Ways(zero, middle, neither));
    return vote(graph, graph.below(sum, -0.5, new Ways(neither, low, neither)), yes, no);
  }

  private int vote(GraphBuilder graph, int start, double yes, double no) {
    int result = assembler.slot();
    assembler.add(new Pick(graph, start, new double[] {yes, no, Values.FAILED}, 1, result));
    return result;
  }
}
