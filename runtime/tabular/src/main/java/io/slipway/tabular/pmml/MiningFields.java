package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Domain;
import io.slipway.tabular.form.Domain.Range;
import io.slipway.tabular.form.Domain.Range.End;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A model's mining schema. */
final class MiningFields {
  private final Map<String, Element> byName = new LinkedHashMap<>();

  MiningFields(Element model) throws ModelLoadException {
    Element schema = model.requireChild("MiningSchema");
    schema.allow("MiningField");
    for (Element field : schema.children()) {
      Dictionaries.define(byName, field);
    }
  }

  Optional<Element> get(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Fields that callers supply. */
  List<Element> inputs() throws ModelLoadException {
    List<Element> inputs = new ArrayList<>();
    for (Element field : byName.values()) {
      switch (usage(field)) {
        case "active", "supplementary" -> inputs.add(field);
        case "target", "predicted", "group", "order", "frequencyWeight", "analysisWeight" -> {}
        default -> throw field.unsupportedValue("usageType");
      }
    }
    return inputs;
  }

  List<Element> targets() {
    return byName.values().stream()
        .filter(field -> usage(field).equals("target") || usage(field).equals("predicted"))
        .toList();
  }

  private static String usage(Element field) {
    return field.attribute("usageType", "active");
  }

  /** Whether a model inside another takes a field as the outer one has it. */
  static boolean isDefault(Element field) {
    return !field.has("optype")
        && !field.has("invalidValueReplacement")
        && !field.has("missingValueReplacement")
        && List.of("returnInvalid", "asIs")
            .contains(field.attribute("invalidValueTreatment", "returnInvalid"))
        && field.attribute("outliers", "asIs").equals("asIs");
  }

  /**
   * What a field accepts.
   *
   * @param dataField its definition, where it is a field of the data dictionary
   */
  static Domain domain(
      Element field, Optional<Element> dataField, FieldType type, Assembler assembler)
      throws ModelLoadException {
    List<Double> missing = new ArrayList<>();
    List<Double> invalid = new ArrayList<>();
    List<Double> valid = new ArrayList<>();
    List<Range> ranges = new ArrayList<>();
    if (dataField.isPresent()) {
      dataField.get().allow("Value", "Interval");
      for (Element value : dataField.get().children("Value")) {
        Optional<Double> code = assembler.code(type, value.require("value"));
        String property = value.attribute("property", "valid");
        if (type.isDuration() && !property.equals("valid")) {
          // The reference takes the number of its units, as a text, for the same.
          throw value.unsupportedValue("property");
        }
        switch (property) {
          case "valid" -> valid.add(assembler.code(type, value.require("value"), value));
          // What no value of the type can be, such as N/A for a number, no column can hold.
          case "invalid" -> code.filter(number -> !number.isNaN()).ifPresent(invalid::add);
          case "missing" -> code.filter(number -> !number.isNaN()).ifPresent(missing::add);
          default -> throw value.unsupportedValue("property");
        }
      }
      for (Element interval : dataField.get().children("Interval")) {
        ranges.add(range(interval, type));
      }
      if (!ranges.isEmpty()
          && !(type.isQuantity() && opType(field, dataField).equals("continuous"))) {
        throw dataField.get().invalid("only continuous numbers have intervals");
      }
    }
    Domain.WhenMissing whenMissing =
        switch (field.attribute("missingValueTreatment", "asIs")) {
          case "asIs", "asMean", "asMode", "asMedian", "asValue" -> Domain.WhenMissing.KEEP;
          case "returnInvalid" -> Domain.WhenMissing.REFUSE;
          default -> throw field.unsupportedValue("missingValueTreatment");
        };
    Domain.WhenInvalid whenInvalid =
        switch (field.attribute("invalidValueTreatment", "returnInvalid")) {
          case "returnInvalid" -> Domain.WhenInvalid.REFUSE;
          case "asIs", "asValue" -> Domain.WhenInvalid.KEEP;
          case "asMissing" -> Domain.WhenInvalid.MISSING;
          default -> throw field.unsupportedValue("invalidValueTreatment");
        };
    Domain.Outliers outliers = outliers(field, field.attribute("outliers", "asIs"));
    double low = field.number("lowValue", Double.NEGATIVE_INFINITY);
    double high = field.number("highValue", Double.POSITIVE_INFINITY);
    if (outliers != Domain.Outliers.KEEP) {
      checkBounds(field, type, outliers, low, high);
      if (type.isDuration() && !opType(field, dataField).equals("continuous")) {
        throw field.unsupported("outliers of durations that are not continuous");
      }
    }
    OptionalDouble missingReplacement =
        replacement(field, "missingValueReplacement", type, assembler);
    if (missingReplacement.isPresent() && missing.contains(missingReplacement.getAsDouble())) {
      // The reference takes it for missing again in a model inside this one.
      throw field.unsupported("its missingValueReplacement is a value that stands for missing");
    }
    return new Domain(
        missing,
        invalid,
        valid,
        ranges,
        whenMissing,
        missingReplacement,
        whenInvalid,
        replacement(field, "invalidValueReplacement", type, assembler),
        outliers,
        low,
        high);
  }

  static String opType(Element field, Optional<Element> dataField) {
    return field
        .attribute("optype")
        .or(() -> dataField.flatMap(data -> data.attribute("optype")))
        .orElse("");
  }

  static Domain.Outliers outliers(Element at, String treatment) throws ModelLoadException {
    return switch (treatment) {
      case "asIs" -> Domain.Outliers.KEEP;
      case "asMissingValues" -> Domain.Outliers.MISSING;
      case "asExtremeValues" -> Domain.Outliers.CLAMP;
      default -> throw at.unsupportedValue("outliers");
    };
  }

  private static void checkBounds(
      Element field, FieldType type, Domain.Outliers outliers, double low, double high)
      throws ModelLoadException {
    // A bound is a number, which the reference makes no duration of.
    boolean canTakeBound = !type.isDuration() || outliers == Domain.Outliers.MISSING;
    if (!type.isQuantity() || !canTakeBound) {
      throw field.unsupported("outliers of a field that is no number are not supported");
    }
    if (!field.has("lowValue") && !field.has("highValue")) {
      throw field.invalid("outliers need lowValue or highValue");
    }
    if (low > high) {
      throw field.invalid("lowValue is above highValue");
    }
    for (double bound : new double[] {low, high}) {
      boolean fits =
          switch (type) {
            case INTEGER -> bound == (int) bound;
            case FLOAT -> bound == (float) bound;
            default -> true;
          };
      if (!Double.isInfinite(bound) && !fits) {
        throw field.unsupported("a bound of outliers is no value of the type " + type);
      }
    }
  }

  private static OptionalDouble replacement(
      Element field, String attribute, FieldType type, Assembler assembler)
      throws ModelLoadException {
    Optional<String> text = field.attribute(attribute);
    return text.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(assembler.code(type, text.get(), field));
  }

  /**
   * An interval. That of a single precision field is rounded to single precision: exporters write
   * the smallest value of the training data, say 32.1, which as a float is a little less.
   */
  static Range range(Element interval, FieldType type) throws ModelLoadException {
    if (!interval.has("leftMargin") && !interval.has("rightMargin")) {
      throw interval.invalid("it needs leftMargin or rightMargin");
    }
    double left = margin(interval.number("leftMargin", Double.NEGATIVE_INFINITY), type);
    double right = margin(interval.number("rightMargin", Double.POSITIVE_INFINITY), type);
    if (left > right) {
      throw interval.invalid("leftMargin is above rightMargin");
    }
    String closure = interval.require("closure");
    return switch (closure) {
      case "openOpen" -> new Range(left, End.OPEN, right, End.OPEN);
      case "openClosed" -> new Range(left, End.OPEN, right, End.CLOSED);
      case "closedOpen" -> new Range(left, End.CLOSED, right, End.OPEN);
      case "closedClosed" -> new Range(left, End.CLOSED, right, End.CLOSED);
      default -> throw interval.unsupportedValue("closure");
    };
  }

  private static double margin(double stated, FieldType type) {
    return type == FieldType.FLOAT ? (float) stated : stated;
  }
}
