package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Linear;
import io.slipway.tabular.form.Lookup;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The sums of a general regression. Parameters are products of covariates and of indicators of
 * factors; cells of coefficients make sums of them.
 */
final class ParameterSums {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;

  private final Map<String, Parameter> listed = new HashMap<>();

  /** Where parameters are that were lowered. */
  private final Map<String, Integer> parameters = new HashMap<>();

  /**
   * A parameter of the list.
   *
   * @param cells that it is a product of
   */
  private record Parameter(Element element, List<Element> cells) {}

  ParameterSums(Element model, ModelScope scope) throws ModelLoadException {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    for (Element parameter : model.requireChild("ParameterList").children("Parameter")) {
      if (listed.put(parameter.require("name"), new Parameter(parameter, new ArrayList<>()))
          != null) {
        throw parameter.invalid("its name is that of another");
      }
    }
    for (Element cell :
        model.child("PPMatrix").map(matrix -> matrix.children("PPCell")).orElse(List.of())) {
      if (cell.has("targetCategory")) {
        throw cell.unsupportedValue("targetCategory");
      }
      of(cell).cells().add(cell);
    }
  }

  /** The parameter that a cell names. */
  private Parameter of(Element cell) throws ModelLoadException {
    String name = cell.require("parameterName");
    return Optional.ofNullable(listed.get(name))
        .orElseThrow(() -> cell.invalid("no parameter is called \"" + name + "\""));
  }

  /**
   * The sums of some tables of coefficients, and of the model's offset, behind one another; that of
   * an empty one is 0.
   */
  int lower(List<List<Element>> tables) throws ModelLoadException {
    Linear.Builder builder = new Linear.Builder();
    for (List<Element> table : tables) {
      for (Element cell : table) {
        builder.number(parameter(cell), cell.number("beta"), 1);
      }
      if (!table.isEmpty()) {
        offset(builder);
      }
      builder.table(0);
    }
    int first = assembler.slots(tables.size());
    assembler.add(builder.build(Precision.DOUBLE, first));
    return first;
  }

  /** The sum of a table where each parameter is what it refers to. */
  double reference(List<Element> table) throws ModelLoadException {
    double sum = 0;
    for (Element cell : table) {
      sum += cell.number("beta") * of(cell).element().number("referencePoint", 0);
    }
    return sum;
  }

  /** A row without its offset is none that can be scored. */
  private void offset(Linear.Builder builder) throws ModelLoadException {
    if (model.has("offsetVariable")) {
      Variable field = scope.resolve(model.require("offsetVariable"), model);
      if (!field.type().isQuantity()) {
        throw model.unsupportedValue("offsetVariable");
      }
      builder.number(assembler.step(Operator.REQUIRE, field.slot()), 1, 1);
    } else if (model.has("offsetValue")) {
      builder.number(assembler.constant(model.number("offsetValue")), 1, 1);
    }
  }

  /** Where the parameter is that a cell names. */
  private int parameter(Element named) throws ModelLoadException {
    String name = named.require("parameterName");
    Integer known = parameters.get(name);
    if (known != null) {
      return known;
    }
    List<Integer> indicators = new ArrayList<>();
    List<Integer> covariates = new ArrayList<>();
    for (Element cell : of(named).cells()) {
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
