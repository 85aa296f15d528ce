package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** A layer of neurons: weighted sums of slots, a bias, an activation. Computes in double. */
public final class Layer implements Kept {
  /** What a neuron makes of its sum. */
  public enum Activation {
    IDENTITY,
    LOGISTIC,
    TANH,
    RECTIFIER,
    LEAKY_RECTIFIER,
    EXPONENTIAL,
    RECIPROCAL,
    SQUARE,
    GAUSS,
    SINE,
    COSINE,
    ELLIOTT,
    ARCTAN,
    THRESHOLD
  }

  private final Connections connections;
  private final double[] bias;
  private final Activation activation;
  private final double parameter;
  private final int result;

  /**
   * @param bias of each neuron
   * @param parameter above which a {@link Activation#THRESHOLD} neuron fires, or by which a {@link
   *     Activation#LEAKY_RECTIFIER} multiplies what is not above 0
   * @param result the first of as many slots as there are neurons
   */
  public Layer(
      Connections connections, double[] bias, Activation activation, double parameter, int result) {
    this.connections = connections;
    this.bias = bias.clone();
    this.activation = activation;
    this.parameter = parameter;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    int[] start = connections.start;
    int[] from = connections.from;
    double[] weight = connections.weight;
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      for (int neuron = 0; neuron < bias.length; neuron++) {
        double sum = 0;
        for (int i = start[neuron]; i < start[neuron + 1]; i++) {
          sum += weight[i] * v[at + from[i]];
        }
        v[at + result + neuron] = activate(sum + bias[neuron]);
      }
    }
  }

  private double activate(double x) {
    return switch (activation) {
      case IDENTITY -> x;
      case LOGISTIC -> 1 / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case RECTIFIER -> Math.max(x, 0);
      case LEAKY_RECTIFIER -> x > 0 ? x : x * parameter;
      case EXPONENTIAL -> Math.exp(x);
      case RECIPROCAL -> 1 / x;
      case SQUARE -> x * x;
      case GAUSS -> Math.exp(-(x * x));
      case SINE -> Math.sin(x);
      case COSINE -> Math.cos(x);
      case ELLIOTT -> x / (1 + Math.abs(x));
      case ARCTAN -> (2 * Math.atan(x)) / Math.PI;
      case THRESHOLD -> x > parameter ? 1 : 0;
    };
  }

  @Override
  public void write(FlatWriter out) {
    connections.write(out);
    out.reals(bias);
    out.choice(activation);
    out.real(parameter);
    out.whole(result);
  }

  public static Layer read(FlatReader in) {
    Connections connections = Connections.read(in);
    return new Layer(
        connections,
        in.reals(connections.neurons()),
        in.choice(Activation.values()),
        in.real(),
        in.slots(connections.neurons()));
  }
}
