package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Linear;
import io.slipway.tabular.form.Link;
import io.slipway.tabular.form.Normalize;
import io.slipway.tabular.form.Normalize.Method;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Lowers a regression: its tables become linear predictors, then a response or probabilities. */
final class Regressions {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final TargetField target;
  private final Precision precision;
  private final List<Element> tables;

  private Regressions(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.target = TargetField.of(model, scope);
    this.precision = precision;
    this.tables = model.children("RegressionTable");
    if (model.has("targetFieldName") && !model.attribute("targetFieldName").equals(target.name())) {
      throw model.unsupportedValue("targetFieldName");
    }
  }

  static Prediction lower(Element model, ModelScope scope, Precision precision)
      throws ModelLoadException {
    Regressions lowering = new Regressions(model, scope, precision);
    return switch (model.require("functionName")) {
      case "regression" -> lowering.regression();
      case "classification" -> lowering.classification();
      default -> throw model.unsupportedValue("functionName");
    };
  }

  private Prediction regression() throws ModelLoadException {
    if (tables.size() != 1) {
      throw model.invalid("it holds %d RegressionTable, not one".formatted(tables.size()));
    }
    int result = linear();
    String normalization = normalization();
    if (!normalization.equals("none")) {
      Link link = normalization.equals("softmax") ? Link.LOGIT : link(normalization);
      assembler.add(new Normalize(Method.RESPONSE, link, precision, result, 1));
    }
    return Prediction.of(target.regressionOrDefault(result, precision, scope));
  }

  private Prediction classification() throws ModelLoadException {
    if (tables.size() < 2) {
      throw model.invalid("it holds %d RegressionTable, not two or more".formatted(tables.size()));
    }
    List<String> labels = new ArrayList<>();
    for (Element table : tables) {
      labels.add(table.require("targetCategory"));
    }
    List<Double> codes = target.codes(labels, assembler, model);
    List<Double> known = target.codes(target.categories(), assembler, model);
    if (new HashSet<>(codes).size() != codes.size()
        || (!known.isEmpty() && !Set.copyOf(known).equals(Set.copyOf(codes)))) {
      throw model.invalid("its RegressionTable are not one for each category of the target");
    }
    int first = linear();
    assembler.add(normalize(first));
    Target likeliest = target.likeliest(codes, first, assembler);
    return Prediction.of(target.orDefault(likeliest, precision, scope));
  }

  private String normalization() {
    return model.attribute("normalizationMethod", "none");
  }

  private Normalize normalize(int first) throws ModelLoadException {
    String method = normalization();
    int count = tables.size();
    if (target.opType().equals("ordinal")) {
      Link link = method.equals("none") ? Link.CLAMPED : link(method);
      if (link.equals(Link.EXP)) {
        throw model.unsupportedValue("normalizationMethod");
      }
      return new Normalize(Method.CUMULATIVE, link, precision, first, count);
    }
    if (!target.opType().equals("categorical")) {
      throw model.invalid("its target is neither categorical nor ordinal");
    }
    if (method.equals("simplemax")) {
      return new Normalize(Method.SHARE, Link.NONE, precision, first, count);
    }
    if (count == 2) {
      if (method.equals("softmax")) {
        return isEmpty(tables.get(1))
            ? new Normalize(Method.BINOMIAL, Link.LOGIT, precision, first, count)
            : new Normalize(Method.SOFTMAX, Link.NONE, precision, first, count);
      }
      Link link = method.equals("none") ? Link.CLAMPED : link(method);
      if (link.equals(Link.EXP)) {
        throw model.unsupportedValue("normalizationMethod");
      }
      return new Normalize(Method.BINOMIAL, link, precision, first, count);
    }
    return switch (method) {
      case "softmax" -> new Normalize(Method.SOFTMAX, Link.NONE, precision, first, count);
      case "none" -> new Normalize(Method.REMAINDER, Link.NONE, precision, first, count);
      case "logit" -> new Normalize(Method.SHARE, Link.LOGIT, precision, first, count);
      default -> throw model.unsupportedValue("normalizationMethod");
    };
  }

  private Link link(String method) throws ModelLoadException {
    return switch (method) {
      case "logit" -> Link.LOGIT;
      case "exp" -> Link.EXP;
      case "cloglog" -> Link.CLOGLOG;
      case "loglog" -> Link.LOGLOG;
      case "cauchit" -> Link.CAUCHIT;
      case "probit" -> {
        if (precision == Precision.SINGLE) {
          throw model.unsupported("the reference has no probit in single precision");
        }
        yield Link.PROBIT;
      }
      default -> throw model.unsupportedValue("normalizationMethod");
    };
  }

  private static boolean isEmpty(Element table) throws ModelLoadException {
    return table.children().isEmpty() && table.number("intercept") == 0;
  }

  /** The sums of all tables, behind one another. */
  private int linear() throws ModelLoadException {
    Linear.Builder builder = new Linear.Builder();
    for (Element table : tables) {
      table.allow("NumericPredictor", "CategoricalPredictor", "PredictorTerm");
      for (Element predictor : table.children("NumericPredictor")) {
        builder.number(
            number(name(predictor), predictor),
            predictor.number("coefficient"),
            predictor.integer("exponent", 1));
      }
      categories(table, builder);
      for (Element term : table.children("PredictorTerm")) {
        term.allow("FieldRef");
        List<Element> factors = term.children();
        int[] slots = new int[factors.size()];
        for (int i = 0; i < slots.length; i++) {
          slots[i] = number(factors.get(i).require("field"), factors.get(i));
        }
        builder.product(term.number("coefficient"), slots);
      }
      builder.table(table.number("intercept"));
    }
    int result = assembler.slots(tables.size());
    assembler.add(builder.build(precision, result));
    return result;
  }

  private void categories(Element table, Linear.Builder builder) throws ModelLoadException {
    Set<List<Object>> seen = new HashSet<>();
    for (Element predictor : table.children("CategoricalPredictor")) {
      Variable field = scope.resolve(name(predictor), predictor);
      double code = assembler.code(field.type(), predictor.require("value"), predictor);
      if (!seen.add(List.of(name(predictor), code))) {
        throw predictor.unsupported("its field and value are those of another");
      }
      builder.category(field.slot(), code, predictor.number("coefficient"));
    }
  }

  /** Older versions of the standard call the field by another attribute. */
  private static String name(Element predictor) throws ModelLoadException {
    return predictor.has("field") ? predictor.require("field") : predictor.require("name");
  }

  private int number(String name, Element at) throws ModelLoadException {
    Variable field = scope.resolve(name, at);
    if (!field.type().isQuantity() && field.type() != FieldType.BOOLEAN) {
      throw at.unsupported("the field is no number");
    }
    return field.slot();
  }
}
