package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.List;

/** Which slots each neuron of a layer reads, and with what weights. */
public final class Connections {
  final int[] start;
  final int[] from;
  final double[] weight;

  private Connections(int[] start, int[] from, double[] weight) {
    this.start = start;
    this.from = from;
    this.weight = weight;
  }

  /** How many neurons. */
  int neurons() {
    return start.length - 1;
  }

  /** Collects one neuron after the other. */
  public static final class Builder {
    private final List<Integer> start = new ArrayList<>(List.of(0));
    private final List<Integer> from = new ArrayList<>();
    private final List<Double> weight = new ArrayList<>();

    public void connection(int slot, double ofWeight) {
      from.add(slot);
      weight.add(ofWeight);
    }

    /** Ends a neuron. */
    public void neuron() {
      start.add(from.size());
    }

    public Connections build() {
      return new Connections(
          start.stream().mapToInt(Integer::intValue).toArray(),
          from.stream().mapToInt(Integer::intValue).toArray(),
          weight.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  void write(FlatWriter out) {
    out.wholes(start);
    out.wholes(from);
    out.reals(weight);
  }

  static Connections read(FlatReader in) {
    int[] start = in.wholes();
    int[] from = in.slotArray(1);
    double[] weight = in.reals(from.length);
    boolean fits = start.length > 0 && start[0] == 0 && start[start.length - 1] == from.length;
    for (int neuron = 1; fits && neuron < start.length; neuron++) {
      fits = start[neuron - 1] <= start[neuron];
    }
    if (!fits) {
      throw FlatReader.malformed("neurons have connections of others");
    }
    return new Connections(start, from, weight);
  }
}
