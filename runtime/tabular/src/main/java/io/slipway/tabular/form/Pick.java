package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;

/**
 * Decides with a graph, and writes what stands at the leaf that it leads to: a tree's score and
 * probabilities, a rule's outcome, whether a predicate holds.
 */
public final class Pick implements Kept {
  private final Graph graph;
  private final double[] values;
  private final int width;
  private final int result;

  /**
   * @param root where the graph starts: a node, or the complement of a leaf
   * @param values of leaf 0, leaf 1, ..., {@code width} of each
   * @param result the first of as many slots
   */
  public Pick(GraphBuilder graph, int root, double[] values, int width, int result) {
    this.graph = new Graph(graph, root);
    this.values = values.clone();
    this.width = width;
    this.result = result;
  }

  @Override
  public void run(Frame frame, int rows) {
    double[] v = frame.numbers();
    for (int row = 0, at = 0; row < rows; row++, at += frame.width()) {
      run(v, at);
    }
  }

  /** Computes one row. */
  void run(double[] v, int row) {
    int leaf = graph.leaf(v, row);
    if (leaf == Graph.FAILED_LEAF) {
      java.util.Arrays.fill(v, row + result, row + result + width, Values.FAILED);
    } else {
      System.arraycopy(values, leaf * width, v, row + result, width);
    }
  }

  /** The first of the slots that it writes. */
  public int result() {
    return result;
  }

  void layOut(TreeLayout trees, double weight) {
    trees.tree(graph, values, width, weight);
  }

  @Override
  public String toString() {
    return "Pick over " + graph.slot.length + " tests";
  }

  private Pick(Graph graph, double[] values, int width, int result) {
    this.graph = graph;
    this.values = values;
    this.width = width;
    this.result = result;
  }

  @Override
  public void write(FlatWriter out) {
    out.whole(width);
    out.reals(values);
    graph.write(out);
    out.whole(result);
  }

  public static Pick read(FlatReader in) {
    int width = in.within(1, Integer.MAX_VALUE);
    double[] values = in.reals();
    return new Pick(Graph.read(in, values.length / width), values, width, in.slots(width));
  }
}
