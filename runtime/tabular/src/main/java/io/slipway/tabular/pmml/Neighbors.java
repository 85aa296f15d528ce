package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.AskNeighbors;
import io.slipway.tabular.form.AskNeighbors.Method;
import io.slipway.tabular.form.NameNearest;
import io.slipway.tabular.form.Nearest;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Lowers a model of nearest neighbors: distances to instances, the nearest, what they answer. */
final class Neighbors {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final Instances instances;
  private final int asked;
  private int room = -1;
  private int roomSize;

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
    List<TargetField> targetFields = TargetField.all(model, scope);
    long named = targetFields.stream().filter(target -> target.name().isPresent()).count();
    if ((inputs.size() + named) * instances.size() > instances.cells()) {
      throw model.unsupported("its inputs and targets are not each a column of its instances");
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
    assembler.checkRoom(model, 2L * kept);
    int nearest = assembler.slots(2 * kept);
    assembler.add(new Nearest(distances, instances.size(), measures.order(), kept, nearest));
    List<Target> targets = new ArrayList<>();
    for (TargetField target : targetFields) {
      assembler.checkSize(model);
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
    for (Element field : outputs("entityId", "affinity")) {
      highest = Math.max(highest, field.integer("rank", 1));
    }
    return highest;
  }

  private List<Element> outputs(String... features) {
    return model.child("Output").stream()
        .flatMap(output -> output.children().stream())
        .filter(field -> List.of(features).contains(field.attribute("feature", "predictedValue")))
        .toList();
  }

  private Target.Ranking ranking(int distances, int nearest, int kept) throws ModelLoadException {
    SortedSet<Integer> ranks = new TreeSet<>();
    for (Element field : outputs("entityId")) {
      ranks.add(Math.min(Math.max(field.integer("rank", 1), 1), kept));
    }
    if (!outputs("clusterId").isEmpty()) {
      ranks.add(1);
    }
    List<Double> ids = instances.ids();
    assembler.checkRoom(model, ranks.size());
    int first = assembler.slots(ranks.size());
    Map<Integer, Integer> entities = new HashMap<>();
    for (int rank : ranks) {
      entities.put(rank, first + entities.size());
    }
    assembler.add(
        new NameNearest(
            nearest,
            ranks.stream().mapToInt(Integer::intValue).toArray(),
            ids.stream().mapToDouble(Double::doubleValue).toArray(),
            first));
    return new Target.Ranking(entities, nearest + kept, kept, ids, distances);
  }

  private Target answer(TargetField target, int nearest, int kept, Nearest.Order order)
      throws ModelLoadException {
    if (model.require("functionName").equals("clustering")) {
      if (!model.has("instanceIdVariable")
          || target.name().isPresent()
          || model.child("Output").isEmpty()) {
        throw model.unsupported("a clustering with a target, or without ids or outputs");
      }
      int nothing = assembler.constant(Values.FAILED);
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
    double[] categories = isNumber ? new double[0] : instances.categories(values, target.type());
    int result = assembler.slot();
    assembler.add(
        new AskNeighbors(
            nearest,
            kept,
            asked,
            values,
            categories,
            method,
            model.number("threshold", 0.001),
            room(method.room(asked, categories.length)),
            result));
    Variable answer =
        isNumber
            ? assembler.cast(Variable.of(FieldType.DOUBLE, result), target.type(), model)
            : Variable.discrete(target.type(), result);
    return new Target(target.name(), answer, Optional.empty());
  }

  /** Targets are asked for one after the other, and work in the same room. */
  private int room(int size) throws ModelLoadException {
    if (size > roomSize) {
      assembler.checkRoom(model, size);
      room = assembler.slots(size);
      roomSize = size;
    }
    return room;
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
