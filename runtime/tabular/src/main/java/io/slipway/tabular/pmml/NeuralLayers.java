package io.slipway.tabular.pmml;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.Connections;
import io.slipway.tabular.form.Layer;
import io.slipway.tabular.form.Layer.Activation;
import io.slipway.tabular.form.Link;
import io.slipway.tabular.form.Normalize;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.RadialLayer;
import io.slipway.tabular.xml.Element;
import java.util.List;
import java.util.Optional;

/** Lowers the layers of a neural network. What a layer does not say, the network does. */
final class NeuralLayers {
  /** As JPMML calls it: the standard has none. */
  private static final String LEAKAGE = "x-leakage";

  private final Element model;
  private final Assembler assembler;

  /** Where the neurons of earlier layers are. */
  @FunctionalInterface
  interface Neurons {
    int slot(String id, Element at) throws ModelLoadException;
  }

  NeuralLayers(Element model, Assembler assembler) {
    this.model = model;
    this.assembler = assembler;
  }

  /** The slot of a layer's first neuron, behind which the others lie. */
  int lower(Element layer, Neurons before) throws ModelLoadException {
    layer.allow("Neuron");
    Connections.Builder connections = new Connections.Builder();
    List<Element> own = layer.children();
    for (Element neuron : own) {
      neuron.allow("Con");
      for (Element connection : neuron.children()) {
        connections.connection(
            before.slot(connection.require("from"), connection), connection.number("weight"));
      }
      connections.neuron();
    }
    if (by(layer, "leakage").has("leakage")) {
      throw layer.unsupported("leakage is not known, x-leakage is");
    }
    int first = assembler.slots(own.size());
    String activation = stated(layer, "activationFunction").orElse("");
    if (activation.equals("radialBasis")) {
      radial(layer, connections.build(), first);
    } else {
      weighted(layer, activation, connections.build(), first);
    }
    switch (normalization(layer)) {
      case "none" -> {}
      case "simplemax" -> normalize(Normalize.Method.SHARE, first, own.size());
      case "softmax" -> normalize(Normalize.Method.SOFTMAX, first, own.size());
      default -> throw layer.unsupported("its normalizationMethod is not supported");
    }
    return first;
  }

  /** Whether what a layer answers are shares, which there may be none of. */
  boolean isShare(Element layer) {
    return !normalization(layer).equals("none");
  }

  private String normalization(Element layer) {
    return stated(layer, "normalizationMethod").orElse("none");
  }

  private void normalize(Normalize.Method method, int first, int count) {
    assembler.add(new Normalize(method, Link.NONE, Precision.DOUBLE, first, count));
  }

  private void weighted(Element layer, String name, Connections connections, int first)
      throws ModelLoadException {
    List<Element> own = layer.children();
    double[] bias = new double[own.size()];
    for (int i = 0; i < bias.length; i++) {
      bias[i] = own.get(i).number("bias", 0);
    }
    Activation activation = activation(layer, name);
    double parameter =
        switch (activation) {
          case LEAKY_RECTIFIER -> by(layer, LEAKAGE).number(LEAKAGE);
          case THRESHOLD -> by(layer, "threshold").number("threshold", 0);
          default -> 0;
        };
    assembler.add(new Layer(connections, bias, activation, parameter, first));
  }

  /** The neurons' own altitudes are not looked at by the reference. */
  private void radial(Element layer, Connections connections, int first) throws ModelLoadException {
    List<Element> own = layer.children();
    double altitude = by(layer, "altitude").number("altitude", 1);
    double[] divisor = new double[own.size()];
    double[] summand = new double[own.size()];
    for (int i = 0; i < own.size(); i++) {
      Element neuron = own.get(i);
      Element wide = neuron.has("width") ? neuron : by(layer, "width");
      double width = wide.number("width");
      divisor[i] = width * width * -2;
      summand[i] = altitude == 1 ? 0 : Math.log(altitude) * neuron.children().size();
    }
    assembler.add(new RadialLayer(connections, divisor, summand, first));
  }

  private Optional<String> stated(Element layer, String attribute) {
    return by(layer, attribute).attribute(attribute);
  }

  /** Who states something: a layer, or else the network. */
  private Element by(Element layer, String attribute) {
    return layer.has(attribute) ? layer : model;
  }

  private Activation activation(Element layer, String name) throws ModelLoadException {
    return switch (name) {
      case "identity" -> Activation.IDENTITY;
      case "logistic" -> Activation.LOGISTIC;
      case "tanh" -> Activation.TANH;
      case "rectifier" ->
          by(layer, LEAKAGE).has(LEAKAGE) ? Activation.LEAKY_RECTIFIER : Activation.RECTIFIER;
      case "exponential" -> Activation.EXPONENTIAL;
      case "reciprocal" -> Activation.RECIPROCAL;
      case "square" -> Activation.SQUARE;
      case "Gauss" -> Activation.GAUSS;
      case "sine" -> Activation.SINE;
      case "cosine" -> Activation.COSINE;
      case "Elliott" -> Activation.ELLIOTT;
      case "arctan" -> Activation.ARCTAN;
      case "threshold" -> Activation.THRESHOLD;
      default -> throw layer.unsupported("its activationFunction is not supported");
    };
  }
}
