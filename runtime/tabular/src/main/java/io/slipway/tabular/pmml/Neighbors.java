package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.AskNeighbors;
import io.slipway.tabular.form.AskNeighbors.Method;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Nearest;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a model of nearest neighbors: distances to instances, the nearest, what they answer. */
final class Neighbors {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final Instances instances;
  private final int asked;

  private Neighbors(Element model, ModelScope scope) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.instances = new Instances(model, scope);
    model.require("numberOfNeighbors");
    this.asked = model.integer("numberOfNeighbors", 0);
    if (asked < 1 || asked > instances.size()) {
      throw model.invalid("numberOfNeighbors is not between 1 and the number of instances");
    }
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    return new Neighbors(model, scope).lower();
  }

  private Prediction lower() throws ModelLoadException {
    List<Element> inputs = model.requireChild("KNNInputs").children("KNNInput");
    if (inputs.isEmpty()) {
      throw model.invalid("it holds no KNNInput");
    }
    List<Variable> variables = new ArrayList<>();
    List<double[]> columns = new ArrayList<>();
    for (Element input : inputs) {
      String name = input.require("field");
      if (input.attribute("compareFunction", "").equals("gaussSim")) {
        // A scale belongs to it, which this element does not have.
        throw input.unsupportedValue("compareFunction");
      }
      Variable variable = scope.resolve(name, input);
      variables.add(variable);
      columns.add(instances.values(name, variable.type(), input));
    }
    List<double[]> references = new ArrayList<>();
    for (int i = 0; i < instances.size(); i++) {
      int instance = i;
      references.add(columns.stream().mapToDouble(column -> column[instance]).toArray());
    }
    double[] shares = new double[inputs.size()];
    java.util.Arrays.fill(shares, 1);
    Measures measures = new Measures(model, assembler);
    int distances = measures.lower(inputs, variables, shares, references);
    int kept = Math.min(instances.size(), Math.max(asked, highestRank()));
    int nearest = assembler.slots(2 * kept);
    assembler.add(new Nearest(distances, instances.size(), measures.order(), kept, nearest));
    List<Target> targets = new ArrayList<>();
    for (TargetField target : TargetField.all(model, scope)) {
      targets.add(answer(target, nearest, kept, measures.order()));
    }
    if (model.child("Output").isPresent()) {
      Target.Ranking ranking = ranking(distances, nearest, kept);
      targets.replaceAll(target -> target.with(ranking));
    }
    return new Prediction(targets, java.util.Map.of());
  }

  /** As many instances must be told as an output asks for. */
  private int highestRank() throws ModelLoadException {
    int highest = 1;
    Optional<Element> output = model.child("Output");
    if (output.isPresent()) {
      for (Element field : output.get().children()) {
        highest = Math.max(highest, field.integer("rank", 1));
      }
    }
    return highest;
  }

  private Target.Ranking ranking(int distances, int nearest, int kept) throws ModelLoadException {
    List<Double> ids = instances.ids();
    List<Integer> entities = new ArrayList<>();
    List<Integer> affinities = new ArrayList<>();
    for (int rank = 0; rank < kept; rank++) {
      List<double[]> rows = new ArrayList<>();
      for (int i = 0; i < ids.size(); i++) {
        rows.add(new double[] {i, ids.get(i)});
      }
      int entity = assembler.slot();
      assembler.add(
          new Lookup(new int[] {nearest + rank}, rows, Values.MISSING, Values.FAILED, entity));
      entities.add(entity);
      affinities.add(nearest + kept + rank);
    }
    return new Target.Ranking(entities, affinities, ids, distances);
  }

  private Target answer(TargetField target, int nearest, int kept, Nearest.Order order)
      throws ModelLoadException {
    if (model.require("functionName").equals("clustering")) {
      if (!model.has("instanceIdVariable")
          || target.name().isPresent()
          || model.child("Output").isEmpty()) {
        throw model.unsupported("a clustering with a target, or without ids or outputs");
      }
      int nothing = assembler.constant(Values.MISSING);
      return new Target(target.name(), Variable.of(FieldType.STRING, nothing), Optional.empty());
    }
    if (target.name().isEmpty() || target.target().isPresent()) {
      throw model.unsupported("it has no target, or one that is rescaled");
    }
    String name = target.name().get();
    boolean isNumber = target.opType().equals("continuous");
    if (!isNumber && !target.opType().equals("categorical")) {
      throw model.unsupported("a target that is neither continuous nor categorical");
    }
    if (isNumber && !target.type().isNumber()) {
      throw model.unsupported("a continuous target that is no number");
    }
    double[] values = instances.values(name, target.type(), model);
    Method method = isNumber ? continuous() : categorical();
    if (order == Nearest.Order.SIMILARITY
        && (method == Method.WEIGHTED_AVERAGE || method == Method.WEIGHTED_VOTE)) {
      throw model.unsupported("weights by similarity");
    }
    int result = assembler.slot();
    assembler.add(
        new AskNeighbors(
            nearest,
            kept,
            asked,
            values,
            isNumber ? new double[0] : instances.categories(values, target.type()),
            method,
            model.number("threshold", 0.001),
            method == Method.MEDIAN ? assembler.slots(asked) : -1,
            result));
    Variable answer =
        isNumber
            ? assembler.cast(Variable.of(FieldType.DOUBLE, result), target.type(), model)
            : Variable.discrete(target.type(), result);
    return new Target(target.name(), answer, Optional.empty());
  }

  private Method continuous() throws ModelLoadException {
    return switch (model.attribute("continuousScoringMethod", "average")) {
      case "average" -> Method.AVERAGE;
      case "weightedAverage" -> Method.WEIGHTED_AVERAGE;
      case "median" -> Method.MEDIAN;
      default -> throw model.unsupportedValue("continuousScoringMethod");
    };
  }

  private Method categorical() throws ModelLoadException {
    return switch (model.attribute("categoricalScoringMethod", "majorityVote")) {
      case "majorityVote" -> Method.VOTE;
      case "weightedMajorityVote" -> Method.WEIGHTED_VOTE;
      default -> throw model.unsupportedValue("categoricalScoringMethod");
    };
  }
}
