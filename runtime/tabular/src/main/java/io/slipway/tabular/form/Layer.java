package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.List;

/** A layer of neurons: weighted sums of slots, a bias, an activation. Computes in double. */
public final class Layer implements Kept {
  /** What a neuron makes of its sum. */
  public enum Activation {
    IDENTITY,
    LOGISTIC,
    TANH,
    RECTIFIER,
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

  private final Activation activation;
  private final double threshold;
  private final int[] start;
  private final int[] from;
  private final double[] weight;
  private final double[] bias;
  private final int result;

  private Layer(Builder builder, Activation activation, double threshold, int result) {
    this.activation = activation;
    this.threshold = threshold;
    this.start = builder.start.stream().mapToInt(Integer::intValue).toArray();
    this.from = builder.from.stream().mapToInt(Integer::intValue).toArray();
    this.weight = builder.weight.stream().mapToDouble(Double::doubleValue).toArray();
    this.bias = builder.bias.stream().mapToDouble(Double::doubleValue).toArray();
    this.result = result;
  }

  private Layer(FlatReader in) {
    activation = in.choice(Activation.values());
    threshold = in.real();
    bias = in.reals();
    start = in.wholes();
    from = in.slotArray(1);
    weight = in.reals(from.length);
    result = in.slots(bias.length);
    boolean fits =
        start.length == bias.length + 1 && start[0] == 0 && start[bias.length] == from.length;
    for (int neuron = 0; fits && neuron < bias.length; neuron++) {
      fits = start[neuron] <= start[neuron + 1];
    }
    if (!fits) {
      throw FlatReader.malformed("neurons have connections of others");
    }
  }

  /** Collects one neuron after the other. */
  public static final class Builder {
    private final List<Integer> start = new ArrayList<>(List.of(0));
    private final List<Integer> from = new ArrayList<>();
    private final List<Double> weight = new ArrayList<>();
    private final List<Double> bias = new ArrayList<>();

    public void connection(int slot, double ofWeight) {
      from.add(slot);
      weight.add(ofWeight);
    }

    /** Ends a neuron. */
    public void neuron(double ofBias) {
      bias.add(ofBias);
      start.add(from.size());
    }

    /**
     * @param threshold above which a {@link Activation#THRESHOLD} neuron fires
     * @param result the first of as many slots as there are neurons
     */
    public Layer build(Activation activation, double threshold, int result) {
      return new Layer(this, activation, threshold, result);
    }
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
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
      case EXPONENTIAL -> Math.exp(x);
      case RECIPROCAL -> 1 / x;
      case SQUARE -> x * x;
      case GAUSS -> Math.exp(-(x * x));
      case SINE -> Math.sin(x);
      case COSINE -> Math.cos(x);
      case ELLIOTT -> x / (1 + Math.abs(x));
      case ARCTAN -> (2 * Math.atan(x)) / Math.PI;
      case THRESHOLD -> x > threshold ? 1 : 0;
    };
  }

  @Override
  public void write(FlatWriter out) {
    out.choice(activation);
    out.real(threshold);
    out.reals(bias);
    out.wholes(start);
    out.wholes(from);
    out.reals(weight);
    out.whole(result);
  }

  public static Layer read(FlatReader in) {
    return new Layer(in);
  }
}
