package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Rescale;
import io.slipway.tabular.form.Winner;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The field that a model predicts, as its mining schema, its targets and the data dictionary have
 * it.
 *
 * @param name empty where the document names none
 * @param categories what it may be, where the document lists that
 * @param target how a number is rescaled, where the document says so
 */
record TargetField(
    Optional<String> name,
    FieldType type,
    String opType,
    List<String> categories,
    Optional<Element> target) {

  /** The only target of a model. */
  static TargetField of(Element model, ModelScope scope) throws ModelLoadException {
    List<TargetField> fields = all(model, scope);
    if (fields.size() != 1) {
      throw model.unsupported("it has %d target fields, not one".formatted(fields.size()));
    }
    return fields.get(0);
  }

  static List<TargetField> all(Element model, ModelScope scope) throws ModelLoadException {
    List<TargetField> fields = new ArrayList<>();
    for (Element mining : scope.mining().targets()) {
      String name = mining.require("name");
      Element data =
          scope
              .dictionaries()
              .dataField(name)
              .orElseThrow(() -> mining.invalid("no data field is called \"" + name + "\""));
      List<String> categories = new ArrayList<>();
      for (Element value : data.children("Value")) {
        if (value.attribute("property", "valid").equals("valid")) {
          categories.add(value.require("value"));
        }
      }
      Optional<Element> target = target(model, Optional.of(name));
      String opType =
          target
              .flatMap(element -> element.attribute("optype"))
              .orElse(MiningFields.opType(mining, Optional.of(data)));
      fields.add(
          new TargetField(Optional.of(name), FieldType.of(data), opType, categories, target));
    }
    return fields.isEmpty() ? List.of(unnamed(model, scope)) : fields;
  }

  private static TargetField unnamed(Element model, ModelScope scope) throws ModelLoadException {
    boolean isNumber = model.require("functionName").equals("regression");
    return new TargetField(
        Optional.empty(),
        isNumber ? FieldType.DOUBLE : categoryType(model, scope),
        isNumber ? "continuous" : "categorical",
        List.of(),
        target(model, Optional.empty()));
  }

  /** A classification inside another predicts values of the outer one's target. */
  private static FieldType categoryType(Element model, ModelScope scope) throws ModelLoadException {
    if (scope.outer().isEmpty() || !model.require("functionName").equals("classification")) {
      return FieldType.STRING;
    }
    ModelScope outer = scope.outer().get();
    if (!outer.model().require("functionName").equals("classification")) {
      return FieldType.STRING;
    }
    List<TargetField> fields = all(outer.model(), outer);
    boolean isNone = fields.get(0).name().isEmpty() && Ensembles.handsThrough(outer.model());
    return fields.size() == 1 && !isNone ? fields.get(0).type() : FieldType.STRING;
  }

  private static Optional<Element> target(Element model, Optional<String> name)
      throws ModelLoadException {
    Optional<Element> targets = model.child("Targets");
    if (targets.isEmpty()) {
      return Optional.empty();
    }
    for (Element target : targets.get().children("Target")) {
      if (target.attribute("field").equals(name)) {
        target.allow("TargetValue");
        for (Element value : target.children()) {
          value.allow();
        }
        return Optional.of(target);
      }
    }
    return Optional.empty();
  }

  /** The codes of the categories, as values of the field. */
  List<Double> codes(List<String> labels, Assembler assembler, Element at)
      throws ModelLoadException {
    List<Double> codes = new ArrayList<>();
    for (String label : labels) {
      codes.add(assembler.code(type, label, at));
    }
    return codes;
  }

  /** What is predicted, from the number that a model computes. */
  Target regression(int slot, Precision precision, Assembler assembler, Element model)
      throws ModelLoadException {
    int rescaled = slot;
    if (target.isPresent()) {
      rescaled = assembler.slot();
      assembler.add(rescale(target.get(), precision, slot, rescaled));
    }
    Variable number = Variable.of(FieldType.DOUBLE, rescaled);
    return new Target(name, assembler.cast(number, type, model), Optional.empty());
  }

  /** As that, of a model whose rows have what the target says where they have no number. */
  Target regressionOrDefault(int slot, Precision precision, ModelScope scope)
      throws ModelLoadException {
    int source =
        target.isPresent() ? new Defaults(target.get(), precision, scope).number(slot) : slot;
    return regression(source, precision, scope.assembler(), scope.model());
  }

  /** Whether the document says anything of rows without a prediction. */
  boolean hasDefaults() {
    return target.filter(element -> !element.children().isEmpty()).isPresent();
  }

  /** What is predicted of a row that may have no prediction, and then has what the target says. */
  Target orDefault(Target predicted, Precision precision, ModelScope scope)
      throws ModelLoadException {
    return target.isPresent()
        ? new Defaults(target.get(), precision, scope).category(predicted)
        : predicted;
  }

  /**
   * What is predicted, from a probability for each category: the likeliest, of equals the first.
   */
  Target likeliest(List<Double> codes, int first, Assembler assembler) {
    int winner = assembler.slot();
    assembler.add(
        Winner.largest(first, codes.stream().mapToDouble(Double::doubleValue).toArray(), winner));
    return classification(codes, first, winner);
  }

  /** What is predicted, where a category was chosen beside the probabilities. */
  Target classification(List<Double> codes, int first, int winner) {
    return new Target(
        name,
        Variable.of(type, winner),
        Optional.of(Target.Distribution.probabilities(codes, first)));
  }

  private static Rescale rescale(Element target, Precision precision, int source, int result)
      throws ModelLoadException {
    Rescale.Rounding rounding =
        switch (target.attribute("castInteger", "")) {
          case "" -> Rescale.Rounding.NONE;
          case "round" -> Rescale.Rounding.ROUND;
          case "ceiling" -> Rescale.Rounding.CEILING;
          case "floor" -> Rescale.Rounding.FLOOR;
          default -> throw target.unsupportedValue("castInteger");
        };
    return new Rescale(
        target.number("min", Double.NEGATIVE_INFINITY),
        target.number("max", Double.POSITIVE_INFINITY),
        target.number("rescaleFactor", 1),
        target.number("rescaleConstant", 0),
        rounding,
        precision,
        source,
        result);
  }
}
