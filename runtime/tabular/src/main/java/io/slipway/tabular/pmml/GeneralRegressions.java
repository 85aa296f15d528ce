package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Linear;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Normalize;
import io.slipway.tabular.form.Normalize.Link;
import io.slipway.tabular.form.Normalize.Method;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lowers a general regression: parameters are products of covariates and of indicators of factors,
 * and a table of coefficients makes one or more sums of them.
 */
final class GeneralRegressions {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final TargetField target;
  private final Precision precision;

  /** The cells that make a parameter, by its name. */
  private final Map<String, List<Element>> parameterCells = new HashMap<>();

  /** Where parameters are that were lowered. */
  private final Map<String, Integer> parameters = new HashMap<>();

  private GeneralRegressions(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.target = TargetField.of(model, scope);
    this.precision = precision;
    for (Element parameter : model.requireChild("ParameterList").children("Parameter")) {
      if (parameter.number("referencePoint", 0) != 0) {
        throw parameter.unsupportedValue("referencePoint");
      }
      if (parameterCells.put(parameter.require("name"), new ArrayList<>()) != null) {
        throw parameter.invalid("its name is that of another");
      }
    }
    for (Element cell :
        model.child("PPMatrix").map(matrix -> matrix.children("PPCell")).orElse(List.of())) {
      if (cell.has("targetCategory")) {
        throw cell.unsupportedValue("targetCategory");
      }
      cells(cell.require("parameterName"), cell).add(cell);
    }
  }

  static Prediction lower(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    GeneralRegressions lowering = new GeneralRegressions(model, scope, precision);
    for (String attribute : List.of("trialsVariable", "trialsValue", "distParameter")) {
      if (model.has(attribute)) {
        throw model.unsupportedValue(attribute);
      }
    }
    if (!model.require("modelType").equals("generalizedLinear")
        && (model.has("offsetValue") || model.has("offsetVariable"))) {
      throw model.unsupported("an offset of a model that is not generalizedLinear");
    }
    return switch (model.require("functionName")) {
      case "regression" -> lowering.regression();
      case "classification" -> lowering.classification();
      default -> throw model.unsupportedValue("functionName");
    };
  }

  private List<Element> cells(String parameter, Element at) throws ModelLoadException {
    List<Element> cells = parameterCells.get(parameter);
    if (cells == null) {
      throw at.invalid("no parameter is called \"" + parameter + "\"");
    }
    return cells;
  }

  private Prediction regression() throws ModelLoadException {
    Map<String, List<Element>> tables = tables();
    if (tables.size() != 1) {
      throw model.unsupported("a regression with coefficients for categories");
    }
    int result = sums(List.copyOf(tables.values()));
    Link link =
        switch (model.require("modelType")) {
          case "regression", "generalLinear" -> Link.NONE;
          case "generalizedLinear" -> link("linkFunction");
          default -> throw model.unsupportedValue("modelType");
        };
    if (link != Link.NONE) {
      assembler.add(new Normalize(Method.RESPONSE, link, precision, result, 1));
    }
    return Prediction.of(target.regression(result, precision, assembler, model));
  }

  private Prediction classification() throws ModelLoadException {
    List<String> labels = new ArrayList<>(target.categories());
    String reference =
        model
            .attribute("targetReferenceCategory")
            .orElseGet(() -> labels.isEmpty() ? "" : labels.get(labels.size() - 1));
    if (!labels.remove(reference) || labels.isEmpty()) {
      throw model.unsupported("its target lists no two categories, or not the reference");
    }
    Map<String, List<Element>> tables = tables();
    List<List<Element>> sums = new ArrayList<>();
    for (String label : labels) {
      List<Element> table = tables.getOrDefault(label, tables.get(""));
      if (table == null || tables.size() != (tables.containsKey("") ? 1 : labels.size())) {
        throw model.unsupported("its coefficients are not those of each category but one");
      }
      sums.add(table);
    }
    labels.add(reference);
    List<Double> codes = target.codes(labels, assembler, model);
    sums.add(List.of());
    int first = sums(sums);
    assembler.add(normalize(first, labels.size()));
    return Prediction.of(target.likeliest(codes, first, assembler));
  }

  private Normalize normalize(int first, int count) throws ModelLoadException {
    return switch (model.require("modelType")) {
      case "generalizedLinear" -> {
        if (count != 2) {
          throw model.unsupported("a generalized linear model of more than two categories");
        }
        yield new Normalize(Method.BINOMIAL, link("linkFunction"), precision, first, count);
      }
      case "multinomialLogistic" -> new Normalize(Method.SHARE, Link.EXP, precision, first, count);
      default -> throw model.unsupportedValue("modelType");
    };
  }

  private Link link(String attribute) throws ModelLoadException {
    return switch (model.require(attribute)) {
      case "identity" -> Link.NONE;
      case "log" -> Link.EXP;
      case "logit" -> Link.LOGIT;
      case "cloglog" -> Link.CLOGLOG;
      case "loglog" -> Link.LOGLOG;
      default -> throw model.unsupportedValue(attribute);
    };
  }

  /** The cells of coefficients by category, the empty text where they name none. */
  private Map<String, List<Element>> tables() throws ModelLoadException {
    Map<String, List<Element>> tables = new LinkedHashMap<>();
    for (Element cell : model.requireChild("ParamMatrix").children("PCell")) {
      tables
          .computeIfAbsent(cell.attribute("targetCategory", ""), any -> new ArrayList<>())
          .add(cell);
    }
    return tables;
  }

  private int sums(List<List<Element>> tables) throws ModelLoadException {
    Linear.Builder builder = new Linear.Builder();
    for (List<Element> table : tables) {
      for (Element cell : table) {
        builder.number(parameter(cell.require("parameterName"), cell), cell.number("beta"), 1);
      }
      if (!table.isEmpty()) {
        offset(builder);
      }
      builder.table(0);
    }
    int first = assembler.slots(tables.size());
    assembler.add(builder.build(precision, first));
    return first;
  }

  private void offset(Linear.Builder builder) throws ModelLoadException {
    if (model.has("offsetVariable")) {
      Variable field = scope.resolve(model.require("offsetVariable"), model);
      if (!field.type().isQuantity()) {
        throw model.unsupportedValue("offsetVariable");
      }
      builder.number(field.slot(), 1, 1);
    } else if (model.has("offsetValue")) {
      builder.number(assembler.constant(model.number("offsetValue")), 1, 1);
    }
  }

  private int parameter(String name, Element at) throws ModelLoadException {
    Integer known = parameters.get(name);
    if (known != null) {
      return known;
    }
    List<Element> cells = cells(name, at);
    List<Integer> indicators = new ArrayList<>();
    List<Integer> covariates = new ArrayList<>();
    for (Element cell : cells) {
      (isListed("FactorList", cell.require("predictorName")) ? indicators : covariates)
          .add(factor(cell));
    }
    int slot = product(covariates);
    if (!indicators.isEmpty()) {
      // A covariate counts for nothing where a factor is another, be it infinite.
      int applies = product(indicators);
      int surely = assembler.step(Operator.OR_ELSE, applies, assembler.constant(Values.FALSE));
      slot = assembler.step(Operator.SELECT, surely, slot, applies);
    }
    parameters.put(name, slot);
    return slot;
  }

  private int product(List<Integer> slots) {
    int[] factors = slots.stream().mapToInt(Integer::intValue).toArray();
    return switch (factors.length) {
      case 0 -> assembler.constant(1);
      case 1 -> factors[0];
      default -> sum(builder -> builder.product(1, factors));
    };
  }

  private int factor(Element cell) throws ModelLoadException {
    String predictor = cell.require("predictorName");
    Variable field = scope.resolve(predictor, cell);
    if (isListed("FactorList", predictor)) {
      double code = assembler.code(field.type(), cell.require("value"), cell);
      int result = assembler.slot();
      assembler.add(
          new Lookup(
              new int[] {field.slot()},
              List.of(new double[] {code, 1}),
              Values.MISSING,
              0,
              result));
      return result;
    }
    if (!isListed("CovariateList", predictor) || !field.type().isQuantity()) {
      throw cell.unsupportedValue("predictorName");
    }
    double exponent = cell.number("value");
    return exponent == 1 ? field.slot() : sum(builder -> builder.number(field.slot(), 1, exponent));
  }

  /** A sum, even of one term, is missing where what it reads is: an operator would fail. */
  private int sum(Consumer<Linear.Builder> term) {
    Linear.Builder builder = new Linear.Builder();
    term.accept(builder);
    builder.table(0);
    int result = assembler.slot();
    assembler.add(builder.build(Precision.DOUBLE, result));
    return result;
  }

  private boolean isListed(String list, String predictor) throws ModelLoadException {
    Optional<Element> found = model.child(list);
    if (found.isEmpty()) {
      return false;
    }
    for (Element listed : found.get().children("Predictor")) {
      if (listed.require("name").equals(predictor)) {
        if (!listed.children().isEmpty()) {
          throw listed.unsupported("a contrast matrix");
        }
        return true;
      }
    }
    return false;
  }
}
