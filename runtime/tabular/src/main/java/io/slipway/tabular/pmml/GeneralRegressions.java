package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Link;
import io.slipway.tabular.form.Normalize;
import io.slipway.tabular.form.Normalize.Method;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a general regression: sums of parameters, through a link. */
final class GeneralRegressions {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final TargetField target;
  private final String type;
  private final ParameterSums sums;

  private GeneralRegressions(Element model, ModelScope scope) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.target = TargetField.of(model, scope);
    this.type = model.require("modelType");
    this.sums = new ParameterSums(model, scope);
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    GeneralRegressions lowering = new GeneralRegressions(model, scope);
    for (String attribute : List.of("trialsVariable", "trialsValue")) {
      if (model.has(attribute)) {
        throw model.unsupportedValue(attribute);
      }
    }
    boolean takesOffset =
        List.of("generalizedLinear", "ordinalMultinomial").contains(lowering.type);
    if (!takesOffset && (model.has("offsetValue") || model.has("offsetVariable"))) {
      throw model.unsupported("an offset of a model that has no link");
    }
    return switch (model.require("functionName")) {
      case "regression" -> lowering.regression();
      case "classification" -> lowering.classification();
      default -> throw model.unsupportedValue("functionName");
    };
  }

  private Prediction regression() throws ModelLoadException {
    Map<Optional<Double>, List<Element>> tables = tables();
    List<Element> table = tables.get(Optional.<Double>empty());
    if (tables.size() != 1 || table == null) {
      throw model.unsupported("a regression with coefficients for categories");
    }
    int sum = sums.lower(List.of(table));
    int result =
        switch (type) {
          case "regression", "generalLinear" -> sum;
          case "generalizedLinear" -> {
            assembler.add(new Normalize(Method.RESPONSE, link(), Precision.DOUBLE, sum, 1));
            yield sum;
          }
          case "CoxRegression" ->
              new CoxRegressions(model, scope).hazard(sum, sums.reference(table));
          default -> throw model.unsupportedValue("modelType");
        };
    return Prediction.of(target.regressionOrDefault(result, Precision.DOUBLE, scope));
  }

  private Prediction classification() throws ModelLoadException {
    Map<Optional<Double>, List<Element>> tables = tables();
    List<Double> codes = ordered(tables);
    List<List<Element>> inOrder = new ArrayList<>();
    for (Double code : codes.subList(0, codes.size() - 1)) {
      inOrder.add(
          type.equals("ordinalMultinomial")
              ? withIntercept(tables, code)
              : ofCategory(tables, code, codes.size()));
    }
    inOrder.add(List.of());
    int first = sums.lower(inOrder);
    assembler.add(normalize(first, codes.size()));
    Target likeliest = target.likeliest(codes, first, assembler);
    return Prediction.of(target.orDefault(likeliest, Precision.DOUBLE, scope));
  }

  /** The categories, the one that the others are compared with last. */
  private List<Double> ordered(Map<Optional<Double>, List<Element>> tables)
      throws ModelLoadException {
    List<Double> codes = new ArrayList<>(target.codes(target.categories(), assembler, model));
    if (codes.size() < 2 || target.opType().equals("continuous")) {
      throw model.unsupported("its target lists no two categories");
    }
    Optional<String> named = model.attribute("targetReferenceCategory");
    if (named.isEmpty() && type.equals("ordinalMultinomial")) {
      return codes;
    }
    List<Double> references = new ArrayList<>();
    if (named.isPresent()) {
      references.add(assembler.code(target.type(), named.get(), model));
    } else {
      codes.stream()
          .filter(code -> !tables.containsKey(Optional.of(code)))
          .forEach(references::add);
    }
    if (references.size() != 1 || !codes.removeAll(references)) {
      throw model.unsupported("not one of its target's categories is without coefficients");
    }
    codes.addAll(references);
    return codes;
  }

  private List<Element> ofCategory(
      Map<Optional<Double>, List<Element>> tables, Double code, int categories)
      throws ModelLoadException {
    List<Element> table = tables.get(Optional.of(code));
    if (table == null && categories == 2) {
      table = tables.get(Optional.<Double>empty());
    }
    if (table == null) {
      throw model.unsupported("its coefficients are not those of each category but one");
    }
    return table;
  }

  /** The coefficients that categories share, then the one that is a category's own. */
  private List<Element> withIntercept(Map<Optional<Double>, List<Element>> tables, Double code)
      throws ModelLoadException {
    List<Element> own = tables.getOrDefault(Optional.of(code), List.of());
    List<Element> shared = tables.getOrDefault(Optional.<Double>empty(), List.of());
    if (own.size() != 1 || shared.isEmpty()) {
      throw model.unsupported("its categories have not one coefficient each beside shared ones");
    }
    List<Element> table = new ArrayList<>(shared);
    table.addAll(own);
    return table;
  }

  private Normalize normalize(int first, int count) throws ModelLoadException {
    return switch (type) {
      case "generalizedLinear" -> normalize(Method.BINOMIAL, link(), first, count);
      case "multinomialLogistic" -> normalize(Method.SHARE, Link.EXP, first, count);
      case "ordinalMultinomial" -> normalize(Method.STEPS, cumulativeLink(), first, count);
      default -> throw model.unsupportedValue("modelType");
    };
  }

  private static Normalize normalize(Method method, Link link, int first, int count) {
    return new Normalize(method, link, Precision.DOUBLE, first, count);
  }

  private Link link() throws ModelLoadException {
    return switch (model.require("linkFunction")) {
      case "identity" -> Link.NONE;
      case "log" -> Link.EXP;
      case "logc" -> Link.LOGC;
      case "logit" -> Link.LOGIT;
      case "cloglog" -> Link.CLOGLOG;
      case "loglog" -> Link.LOGLOG;
      case "probit" -> Link.PROBIT;
      case "negbin" -> Link.negbin(model.number("distParameter"));
      case "oddspower" -> Link.oddspower(model.number("linkParameter"));
      case "power" -> Link.power(model.number("linkParameter"));
      default -> throw model.unsupportedValue("linkFunction");
    };
  }

  private Link cumulativeLink() throws ModelLoadException {
    return switch (model.require("cumulativeLink")) {
      case "logit" -> Link.LOGIT;
      case "probit" -> Link.PROBIT;
      case "cloglog" -> Link.CLOGLOG;
      case "loglog" -> Link.LOGLOG;
      case "cauchit" -> Link.CAUCHIT;
      default -> throw model.unsupportedValue("cumulativeLink");
    };
  }

  /** The cells of coefficients by category, and those of none. */
  private Map<Optional<Double>, List<Element>> tables() throws ModelLoadException {
    Map<Optional<Double>, List<Element>> tables = new LinkedHashMap<>();
    for (Element cell : model.requireChild("ParamMatrix").children("PCell")) {
      Optional<Double> category =
          cell.has("targetCategory")
              ? Optional.of(assembler.code(target.type(), cell.require("targetCategory"), cell))
              : Optional.empty();
      tables.computeIfAbsent(category, any -> new ArrayList<>()).add(cell);
    }
    return tables;
  }
}
