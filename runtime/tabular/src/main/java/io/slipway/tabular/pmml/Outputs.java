package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.pmml.Prediction.Output;
import io.slipway.tabular.pmml.Prediction.Output.Origin;
import io.slipway.tabular.xml.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers what a model puts out beside its prediction. */
final class Outputs {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final Prediction prediction;

  private Outputs(Element model, ModelScope scope, Prediction prediction) {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.prediction = prediction;
  }

  /** Whether a model puts out what its prediction is taken from. */
  static boolean askForEntity(Element model) {
    return model.child("Output").stream()
        .flatMap(output -> output.children("OutputField").stream())
        .anyMatch(field -> field.attribute("feature", "").equals("entityId"));
  }

  /** The prediction with the outputs that the model declares. */
  static Prediction lower(Element model, ModelScope scope, Prediction prediction)
      throws ModelLoadException {
    Optional<Element> output = model.child("Output");
    if (output.isEmpty()) {
      return prediction;
    }
    output.get().allow("OutputField");
    Outputs lowering = new Outputs(model, scope, prediction);
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (Element field : output.get().children()) {
      if (field.attribute("feature", "predictedValue").equals("residual")) {
        continue; // It compares with the true value, which nobody has who asks for a prediction.
      }
      String name = field.require("name");
      Output lowered = lowering.output(field);
      if (outputs.put(name, lowered) != null) {
        throw field.invalid("\"" + name + "\" is defined twice");
      }
      if (lowered.origin() == Origin.TARGET) {
        scope.declareResult(name, lowered.value());
      } else {
        scope.declare(name, lowered.value());
      }
    }
    return prediction.with(outputs);
  }

  private Output output(Element field) throws ModelLoadException {
    if (field.has("segmentId")) {
      throw field.unsupportedValue("segmentId");
    }
    return switch (field.attribute("feature", "predictedValue")) {
      case "predictedValue" -> ofTarget(field, target(field).value());
      case "probability" ->
          ofTarget(field, number(field, Target.Kind.PROBABILITY, "the model has no probabilities"));
      case "confidence" ->
          ofTarget(field, number(field, Target.Kind.CONFIDENCE, "the model has no confidences"));
      case "affinity", "clusterAffinity", "entityAffinity" -> ofTarget(field, affinity(field));
      case "clusterId", "entityId" -> ofTarget(field, entity(field));
      case "reasonCode" -> ofTarget(field, reason(field));
      case "transformedValue", "decision" -> expression(field);
      default -> throw field.unsupportedValue("feature");
    };
  }

  private Target target(Element field) throws ModelLoadException {
    Optional<String> name = field.attribute("targetField");
    if (name.isEmpty()) {
      return prediction.target(model);
    }
    return prediction
        .target(name.get())
        .orElseThrow(() -> field.invalid("the model predicts no field \"" + name.get() + "\""));
  }

  private Output ofTarget(Element field, Variable value) throws ModelLoadException {
    assembler.texts().ofDocument(value);
    return new Output(
        field,
        assembler.cast(value, FieldType.of(field, value.type()), field).as(field),
        Origin.TARGET);
  }

  /** The winning cluster or node, or an instance by its rank; what else may be one is not kept. */
  private Variable entity(Element field) throws ModelLoadException {
    Target target = target(field);
    // The id of a cluster is that of the winner, whatever rank is written beside it.
    int rank = field.require("feature").equals("clusterId") ? 1 : rank(field);
    if (target.ranking().isPresent()) {
      Target.Ranking ranking = target.ranking().get();
      if (rank > ranking.ids().size()) {
        return Variable.of(FieldType.STRING, assembler.constant(Values.MISSING));
      }
      return Variable.of(
          FieldType.STRING,
          Optional.ofNullable(ranking.entities().get(rank))
              .orElseThrow(() -> field.unsupportedValue("feature")));
    }
    if (rank != 1) {
      throw field.unsupportedValue("rank");
    }
    if (target.entity().isPresent()) {
      return Variable.of(FieldType.STRING, target.entity().get());
    }
    if (target.distribution().filter(d -> d.kind() == Target.Kind.AFFINITY).isEmpty()) {
      throw field.unsupportedValue("feature");
    }
    return target.value();
  }

  private Variable affinity(Element field) throws ModelLoadException {
    if (target(field).ranking().isEmpty()) {
      return number(field, Target.Kind.AFFINITY, "the model has no affinities");
    }
    Target.Ranking ranking = target(field).ranking().get();
    boolean isPlain = field.require("feature").equals("affinity");
    int rank = isPlain ? rank(field) : 1;
    if (rank > ranking.ids().size()) {
      return Variable.of(FieldType.DOUBLE, assembler.constant(Values.MISSING));
    }
    if (rank > ranking.kept()) {
      throw field.unsupportedValue("rank");
    }
    if (rank > 1 || (!isPlain && !field.has("value"))) {
      return Variable.of(FieldType.DOUBLE, ranking.affinities() + rank - 1);
    }
    if (!field.has("value")) {
      throw field.unsupported("the affinity of a prediction that is no instance");
    }
    refuseRank(field);
    int instance = ranking.ids().indexOf(assembler.dictionary().add(field.require("value")));
    if (instance < 0) {
      throw field.unsupported("the model has no such instance");
    }
    return Variable.of(FieldType.DOUBLE, ranking.first() + instance);
  }

  private static int rank(Element field) throws ModelLoadException {
    int rank = field.integer("rank", 1);
    if (rank < 1) {
      throw field.invalid("its rank is below 1");
    }
    if (rank > 1 && !field.attribute("rankOrder", "descending").equals("descending")) {
      throw field.unsupportedValue("rankOrder");
    }
    return rank;
  }

  private Variable reason(Element field) throws ModelLoadException {
    List<Integer> reasons = target(field).reasons();
    int rank = field.integer("rank", 1);
    if (rank < 1 || reasons.isEmpty()) {
      throw field.unsupported("the model has no reason codes, or none of this rank");
    }
    return Variable.of(FieldType.STRING, reasons.get(Math.min(rank, reasons.size()) - 1));
  }

  private static void refuseRank(Element field) throws ModelLoadException {
    if (field.integer("rank", 1) != 1) {
      throw field.unsupportedValue("rank");
    }
  }

  /** The number of a category, or of the predicted one. */
  private Variable number(Element field, Target.Kind kind, String otherwise)
      throws ModelLoadException {
    Target target = target(field);
    refuseRank(field);
    Target.Distribution distribution =
        target
            .distribution()
            .filter(candidate -> candidate.kind() == kind)
            .orElseThrow(() -> field.unsupported(otherwise));
    FieldType type = target.value().type();
    Optional<String> category = field.attribute("value");
    if (category.isPresent()) {
      Optional<Integer> slot = assembler.code(type, category.get()).flatMap(distribution::slot);
      return Variable.of(
          FieldType.DOUBLE,
          slot.orElseThrow(() -> field.unsupported("the model has no such category")));
    }
    int chosen = target.value().slot();
    for (int i = 0; i < distribution.codes().size(); i++) {
      int code = assembler.constant(distribution.codes().get(i));
      int isChosen = assembler.step(Operator.EQUAL, target.value().slot(), code);
      chosen = assembler.step(Operator.SELECT, isChosen, distribution.first() + i, chosen);
    }
    int isMissing = assembler.step(Operator.IS_MISSING, target.value().slot());
    return Variable.of(
        FieldType.DOUBLE,
        assembler.step(Operator.SELECT, isMissing, target.value().slot(), chosen));
  }

  private Output expression(Element field) throws ModelLoadException {
    Expressions expressions = new Expressions(assembler, scope, scope.dictionaries());
    Variable value =
        field.has("dataType")
            ? expressions.derived(field)
            : expressions.lower(Expressions.expressionOf(field));
    return new Output(field, value, Origin.EXPRESSION);
  }
}
