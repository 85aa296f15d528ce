package io.slipway.tabular.pmml;

import io.slipway.scoring.DataType;
import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Domain;
import io.slipway.tabular.form.Mask;
import io.slipway.tabular.form.Operator;
import io.slipway.tabular.form.Piecewise;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.Values;
import io.slipway.tabular.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers a neural network: inputs, layers, and what its last neurons mean. */
final class NeuralNetworks {
  private final Element model;
  private final ModelScope scope;
  private final Assembler assembler;
  private final Map<String, Integer> neurons = new HashMap<>();
  private final NeuralLayers layers;
  private final List<Integer> needed = new ArrayList<>();

  private NeuralNetworks(Element model, ModelScope scope) {
    this.model = model;
    this.scope = scope;
    this.assembler = scope.assembler();
    this.layers = new NeuralLayers(model, assembler);
  }

  static Prediction lower(Element model, ModelScope scope) throws ModelLoadException {
    return new NeuralNetworks(model, scope).lower();
  }

  private Prediction lower() throws ModelLoadException {
    Expressions expressions = new Expressions(assembler, scope, scope.dictionaries());
    for (Element input : model.requireChild("NeuralInputs").children()) {
      input.allow("DerivedField");
      Variable value = expressions.derived(input.requireChild("DerivedField"));
      if (value.type().column() == DataType.BYTES && !value.type().isDuration()) {
        throw input.unsupported("its value is text");
      }
      needed.add(value.slot());
      define(input, value.slot());
    }
    for (Element layer : model.children("NeuralLayer")) {
      lower(layer);
    }
    Map<String, List<Element>> outputs = new LinkedHashMap<>();
    for (Element output : model.requireChild("NeuralOutputs").children()) {
      outputs.computeIfAbsent(field(output), name -> new ArrayList<>()).add(output);
    }
    List<Target> targets = new ArrayList<>();
    for (TargetField target : TargetField.all(model, scope)) {
      List<Element> own =
          target.name().isPresent()
              ? outputs.getOrDefault(target.name().get(), List.of())
              : List.of();
      if (own.isEmpty()) {
        throw model.unsupported("a target without a NeuralOutput of its own");
      }
      targets.add(
          model.require("functionName").equals("regression")
              ? regression(target, own)
              : classification(target, own));
    }
    return new Prediction(targets, Map.of());
  }

  private void define(Element neuron, int slot) throws ModelLoadException {
    if (neurons.put(neuron.require("id"), slot) != null) {
      throw neuron.invalid("another neuron has its id");
    }
  }

  private int neuron(String id, Element at) throws ModelLoadException {
    return Optional.ofNullable(neurons.get(id))
        .orElseThrow(() -> at.invalid("no neuron before it has the id \"" + id + "\""));
  }

  private void lower(Element layer) throws ModelLoadException {
    List<Element> own = layer.children();
    int first = layers.lower(layer, this::neuron);
    for (int i = 0; i < own.size(); i++) {
      define(own.get(i), first + i);
    }
    if (layers.isShare(layer)) {
      needed.add(first); // a sum of nothing, which has no shares, fails the row whatever follows
    }
  }

  /** The expression of an output, looked up where it only refers to a derived field. */
  private Element expression(Element output) throws ModelLoadException {
    Element expression = Expressions.expressionOf(output.requireChild("DerivedField"));
    if (expression.is("FieldRef")) {
      Optional<Element> derived = scope.derivedField(expression.require("field"));
      if (derived.isPresent()) {
        return Expressions.expressionOf(derived.get());
      }
    }
    return expression;
  }

  private String field(Element output) throws ModelLoadException {
    Element expression = expression(output);
    if (!List.of("FieldRef", "NormContinuous", "NormDiscrete").contains(expression.name())) {
      throw expression.unsupported("an output of a network cannot be computed by it");
    }
    return expression.require("field");
  }

  private Target regression(TargetField target, List<Element> outputs) throws ModelLoadException {
    if (outputs.size() != 1) {
      throw outputs.get(1).invalid("a number has one NeuralOutput");
    }
    Element output = outputs.get(0);
    Element expression = expression(output);
    int slot = neuron(output.require("outputNeuron"), output);
    if (expression.is("NormContinuous")) {
      slot = denormalized(expression, slot);
    }
    int result = assembler.slot();
    assembler.copy(slot, result);
    mask(result, 1);
    return target.regressionOrDefault(result, Precision.DOUBLE, scope);
  }

  /** The other way round; beyond the ends the reference has no answer. */
  private int denormalized(Element norm, int slot) throws ModelLoadException {
    List<Element> points = norm.children("LinearNorm");
    double[] from = new double[points.size()];
    double[] to = new double[points.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = points.get(i).number("norm");
      to[i] = points.get(i).number("orig");
      if (i > 0 && from[i] <= from[i - 1]) {
        throw points.get(i).unsupported("norm does not ascend");
      }
    }
    if (from.length < 2) {
      throw norm.invalid("it needs two LinearNorm or more");
    }
    int mapped = assembler.slot();
    assembler.add(new Piecewise(from, to, Domain.Outliers.MISSING, Values.MISSING, slot, mapped));
    return assembler.step(Operator.REQUIRE, mapped);
  }

  private Target classification(TargetField target, List<Element> outputs)
      throws ModelLoadException {
    List<String> labels = new ArrayList<>();
    int first = assembler.slots(outputs.size());
    for (int i = 0; i < outputs.size(); i++) {
      Element output = outputs.get(i);
      Element expression = expression(output);
      if (!expression.is("NormDiscrete")) {
        throw expression.invalid("a category's output is a NormDiscrete");
      }
      labels.add(expression.require("value"));
      assembler.copy(neuron(output.require("outputNeuron"), output), first + i);
    }
    List<Double> codes = target.codes(labels, assembler, model);
    mask(first, codes.size());
    return target.orDefault(target.likeliest(codes, first, assembler), Precision.DOUBLE, scope);
  }

  /** Without one of the inputs, or the shares of a layer, there is no answer. */
  private void mask(int first, int count) {
    int[] masked = new int[count];
    for (int i = 0; i < count; i++) {
      masked[i] = first + i;
    }
    Mask.Builder mask = new Mask.Builder();
    needed.forEach(mask::require);
    assembler.add(mask.build(masked));
  }
}
