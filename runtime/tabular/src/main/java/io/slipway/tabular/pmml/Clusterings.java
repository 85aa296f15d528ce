package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Nearest;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.form.Winner;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lowers a clustering by centers: the nearest one's id is the prediction. */
final class Clusterings {
  private Clusterings() {}

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    Assembler assembler = scope.assembler();
    if (!model.attribute("modelClass", "centerBased").equals("centerBased")) {
      throw model.unsupportedValue("modelClass");
    }
    TargetField target = TargetField.of(model, scope);
    if (target.type() != FieldType.STRING || target.target().isPresent()) {
      throw model.unsupported("its target is no text");
    }
    List<Element> fields = new ArrayList<>();
    List<Variable> variables = new ArrayList<>();
    for (Element field : model.children("ClusteringField")) {
      if (field.attribute("isCenterField", "true").equals("false")
          || field.attribute("centerField", "true").equals("false")) {
        throw field.unsupported("a field that is not of the centers");
      }
      fields.add(field);
      variables.add(scope.resolve(field.require("field"), field));
    }
    List<double[]> centers = new ArrayList<>();
    List<Double> ids = new ArrayList<>();
    for (Element cluster : model.children("Cluster")) {
      cluster.allow("Array", "KohonenMap", "Covariances");
      centers.add(Arrays.numbers(cluster.requireChild("Array")));
      String id = cluster.attribute("id", Integer.toString(ids.size() + 1));
      ids.add(assembler.code(FieldType.STRING, id, cluster));
    }
    if (ids.isEmpty() || fields.isEmpty()) {
      throw model.invalid("it holds no Cluster, or no ClusteringField");
    }
    Measures measures = new Measures(model, assembler);
    if (measures.order() != Nearest.Order.DISTANCE) {
      throw model.unsupported("clusters by similarity");
    }
    for (int i = 0; i < fields.size(); i++) {
      if (measures.isForEquality(fields.get(i))) {
        variables.set(i, equated(fields.get(i), variables.get(i), centers, i, assembler));
      }
    }
    int first = measures.lower(fields, variables, shares(model, fields.size()), centers);
    int winner = assembler.slot();
    assembler.add(
        Winner.smallest(first, ids.stream().mapToDouble(Double::doubleValue).toArray(), winner));
    return Prediction.of(
        new Target(
            target.name(),
            Variable.of(FieldType.STRING, winner),
            Optional.of(Target.Distribution.affinities(ids, first))));
  }

  /**
   * The reference takes a center's number for a value of the field's type before it says whether
   * they are equal: it refuses rows whose whole number would be held against a fraction.
   */
  private static Variable equated(
      Element field, Variable variable, List<double[]> centers, int index, Assembler assembler)
      throws ModelLoadException {
    boolean isFraction = false;
    for (double[] center : centers) {
      if (index < center.length) {
        isFraction |= center[index] != (int) center[index];
        center[index] = variable.type() == FieldType.FLOAT ? (float) center[index] : center[index];
      }
    }
    return switch (variable.type()) {
      case FLOAT, DOUBLE -> variable;
      case INTEGER -> {
        if (!isFraction) {
          yield variable;
        }
        int isMissing = assembler.step(Operator.IS_MISSING, variable.slot());
        int failed = assembler.constant(Values.FAILED);
        yield Variable.of(
            FieldType.INTEGER, assembler.step(Operator.SELECT, isMissing, variable.slot(), failed));
      }
      default -> throw field.unsupported("a number is held against what is none");
    };
  }

  private static double[] shares(Element model, int fields) throws ModelLoadException {
    Optional<Element> weights = model.child("MissingValueWeights");
    if (weights.isEmpty()) {
      double[] equal = new double[fields];
      java.util.Arrays.fill(equal, 1);
      return equal;
    }
    double[] shares = Arrays.numbers(weights.get().requireChild("Array"));
    if (shares.length != fields) {
      throw weights.get().invalid("it has another number of weights than there are fields");
    }
    return shares;
  }
}
