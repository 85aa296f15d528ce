package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/** A test that becomes a slot: 1 where it holds, 0 where not, missing where unknown. */
record Indicator(Graph graph, int node, int slot) {
  void run(double[] v, int row) {
    double x = v[row + graph.slot[node]];
    if (graph.kind[node] == Graph.MISSING) {
      v[row + slot] = Double.isNaN(x) ? 1 : 0;
    } else {
      v[row + slot] = Double.isNaN(x) ? x : Values.of(graph.holds(node, x));
    }
  }

  void write(FlatWriter out) {
    graph.writeTest(node, out);
    out.whole(slot);
  }

  static Indicator read(FlatReader in) {
    return new Indicator(Graph.readTest(in), 0, in.slot());
  }
}
