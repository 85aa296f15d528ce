package io.slipway.tabular.onnx;

import io.slipway.scoring.ModelLoadException;
import io.slipway.tabular.form.GraphBuilder;
import io.slipway.tabular.form.GraphBuilder.Repeats;
import io.slipway.tabular.form.GraphBuilder.Ways;
import io.slipway.tabular.form.Precision;
import io.slipway.tabular.form.TreeScores;
import io.slipway.tabular.form.TreeScores.Aggregate;
import io.slipway.tabular.tensor.Elementary;
import io.slipway.tabular.tensor.Mapping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node's trees as graphs, and what they speak of. */
final class TreeTable {
  /** Members from 0 on, so that a word has a bit for each. */
  private static final int MOST_OF_SMALL = 31;

  private final TreeNodes nodes;
  private final Lowering lowering;
  private final Map<Integer, Integer> wholes = new HashMap<>();
  private final boolean[] always;
  private final TreeScores.Builder scores;
  private boolean complete = true;

  private TreeTable(TreeNodes nodes, Aggregate aggregate, Lowering lowering) {
    this.nodes = nodes;
    this.lowering = lowering;
    always = new boolean[nodes.targets()];
    scores = new TreeScores.Builder(aggregate, nodes.features().precision(), nodes.targets());
  }

  static TreeTable of(TreeNodes nodes, Aggregate aggregate, Lowering lowering)
      throws ModelLoadException {
    TreeTable table = new TreeTable(nodes, aggregate, lowering);
    for (int root : nodes.roots()) {
      table.new Tree().add(root);
    }
    return table;
  }

  /** Whether any leaf speaks of a target, target by target. */
  boolean[] spokenOf() {
    return nodes.spokenOf();
  }

  boolean isAlwaysSpokenOf(int target) {
    return always[target];
  }

  /** Whether every leaf speaks of every target. */
  boolean isComplete() {
    return complete;
  }

  /** Whether no weight is below zero. */
  boolean isPositive() {
    return nodes.isPositive();
  }

  /** The trees, in the order in which they are summed. */
  TreeScores.Builder scores() {
    return scores;
  }

  /** How many trees there are. */
  int count() {
    return nodes.roots().size();
  }

  /** Sets that ONNX Runtime compares values with as they are. */
  private static boolean isSmall(double[] members) {
    return members.length <= MOST_OF_SMALL
        && Arrays.stream(members).allMatch(member -> member >= 0 && member < MOST_OF_SMALL);
  }

  /** The slot of a value without its fraction, which ONNX Runtime looks up in large sets. */
  private int whole(int slot) {
    return wholes.computeIfAbsent(
        slot,
        unseen -> {
          int whole = lowering.newSlot();
          lowering.add(new Mapping(slot, whole, 1, Elementary.TRUNCATION));
          return whole;
        });
  }

  /** One tree while it is built from its leaves up. */
  private final class Tree {
    private final GraphBuilder graph = new GraphBuilder(Repeats.KEPT);
    private final Map<Integer, Integer> built = new HashMap<>();
    private final List<double[]> leaves = new ArrayList<>();

    void add(int place) throws ModelLoadException {
      int root = build(place);
      int[] spoken = spoken();
      if (spoken.length == 0) {
        return; // a tree that adds nothing to anything
      }
      double[] all = new double[leaves.size() * spoken.length];
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        for (int i = 0; i < spoken.length; i++) {
          double weight = leaves.get(leaf)[spoken[i]];
          all[leaf * spoken.length + i] = Double.isNaN(weight) ? scores.nothing() : weight;
        }
      }
      scores.tree(graph, root, spoken, all);
    }

    private int[] spoken() {
      int targets = nodes.targets();
      boolean[] any = new boolean[targets];
      boolean[] every = new boolean[targets];
      Arrays.fill(every, true);
      for (double[] leaf : leaves) {
        for (int target = 0; target < targets; target++) {
          boolean speaks = !Double.isNaN(leaf[target]);
          any[target] |= speaks;
          every[target] &= speaks;
        }
      }
      List<Integer> spoken = new ArrayList<>();
      for (int target = 0; target < targets; target++) {
        always[target] |= every[target];
        complete &= every[target];
        if (any[target]) {
          spoken.add(target);
        }
      }
      return spoken.stream().mapToInt(Integer::intValue).toArray();
    }

    private int build(int place) throws ModelLoadException {
      Integer same = built.get(place);
      if (same != null) {
        if (same == Integer.MAX_VALUE) {
          throw nodes.refuse(place, "leads to itself");
        }
        return same;
      }
      if (nodes.isLeaf(place)) {
        leaves.add(nodes.weights(place));
        int leaf = GraphBuilder.leaf(leaves.size() - 1);
        built.put(place, leaf);
        return leaf;
      }
      built.put(place, Integer.MAX_VALUE);
      int number = test(place, build(nodes.ifTrue(place)), build(nodes.ifFalse(place)));
      built.put(place, number);
      return number;
    }

    private int test(int place, int holds, int fails) throws ModelLoadException {
      int slot = nodes.slot(place);
      Ways ways = new Ways(holds, fails, nodes.tracksTrue(place) ? holds : fails);
      if (nodes.mode(place) == TreeNodes.Mode.MEMBER) {
        double[] members = nodes.membersOf(place);
        for (double member : members) {
          lowering.landmark(slot, member);
        }
        return graph.in(isSmall(members) ? slot : whole(slot), members, ways);
      }
      // Zeros are equal, whatever their sign.
      double given = nodes.limit(place);
      double limit =
          (nodes.features().precision() == Precision.SINGLE ? (float) given : given) + 0.0;
      if (Double.isNaN(limit)) {
        throw nodes.refuse(place, "compares with what is no number");
      }
      lowering.landmark(slot, limit);
      Ways opposite = new Ways(fails, holds, ways.ifMissing());
      return switch (nodes.mode(place)) {
        case AT_MOST -> graph.atMost(slot, limit, ways);
        case BELOW -> graph.below(slot, limit, ways);
        case AT_LEAST -> graph.below(slot, limit, opposite);
        case ABOVE -> graph.atMost(slot, limit, opposite);
        case EQUAL -> graph.equal(slot, limit, ways);
        case UNEQUAL -> graph.equal(slot, limit, new Ways(fails, holds, holds));
        case MEMBER, LEAF -> throw new IllegalStateException("not compared with a limit");
      };
    }
  }
}
