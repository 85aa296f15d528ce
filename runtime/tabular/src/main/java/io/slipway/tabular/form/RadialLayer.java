package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * A layer of neurons that fire the more, the nearer their inputs are to their weights. Computes in
 * double.
 */
public final class RadialLayer implements Kept {
  private final Connections connections;
  private final double[] divisor;
  private final double[] summand;
  private final int result;

  /**
   * @param divisor by which each neuron divides its squared distance: negative
   * @param summand what each then adds, before it takes e to that power
   * @param result the first of as many slots as there are neurons
   */
  public RadialLayer(Connections connections, double[] divisor, double[] summand, int result) {
    this.connections = connections;
    this.divisor = divisor.clone();
    this.summand = summand.clone();
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    int[] start = connections.start;
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      for (int neuron = 0; neuron < divisor.length; neuron++) {
        double sum = 0;
        for (int i = start[neuron]; i < start[neuron + 1]; i++) {
          double difference = v[at + connections.from[i]] - connections.weight[i];
          sum += difference * difference;
        }
        v[at + result + neuron] = Math.exp(sum / divisor[neuron] + summand[neuron]);
      }
    }
  }

  @Override
  public void write(FlatWriter out) {
    connections.write(out);
    out.reals(divisor);
    out.reals(summand);
    out.whole(result);
  }

  public static RadialLayer read(FlatReader in) {
    Connections connections = Connections.read(in);
    int neurons = connections.neurons();
    return new RadialLayer(connections, in.reals(neurons), in.reals(neurons), in.slots(neurons));
  }
}
