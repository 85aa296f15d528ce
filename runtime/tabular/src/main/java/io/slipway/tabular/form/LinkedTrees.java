package io.slipway.tabular.form;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Trees laid out for walking without branches, eight at a time: the processor has seven other loads
 * to wait for while it waits for one. A node is a slot, a threshold and two successors; a leaf
 * leads to itself, so that walks of unequal length need not be told apart.
 *
 * <p>Going right is the sign bit of threshold less value, which is clear for a value that is
 * missing: where missing must go right, the node tests the negated value. Tests other than of order
 * become slots of 0 and 1. What such a layout cannot say, a third way for missing values, makes
 * {@link #prepare} refuse rows that would need it.
 */
final class LinkedTrees {
  private static final int AT_ONCE = 8;

  private final int[] roots;
  private final int[] shortest;
  private final int[] longest;
  private final int[] feature;
  private final double[] threshold;
  private final int[] next;
  private final int[] leaf;
  private final double[] values;
  private final int width;
  private final int[] used;
  private final int[] negatedFrom;
  private final int[] negatedTo;
  private final Indicator[] indicators;
  private final boolean toleratesMissing;

  /** A test that becomes a slot: 1 where it holds, 0 where not, missing where unknown. */
  private record Indicator(Graph graph, int node, int slot) {
    void run(double[] v, int row) {
      double x = v[row + graph.slot[node]];
      if (graph.kind[node] == Graph.MISSING) {
        v[row + slot] = Double.isNaN(x) ? 1 : 0;
      } else {
        v[row + slot] = Double.isNaN(x) ? x : Values.of(graph.holds(node, x));
      }
    }
  }

  private LinkedTrees(Builder builder) {
    roots = builder.roots.stream().mapToInt(Integer::intValue).toArray();
    shortest = builder.shortest.stream().mapToInt(Integer::intValue).toArray();
    longest = builder.longest.stream().mapToInt(Integer::intValue).toArray();
    feature = builder.feature.stream().mapToInt(Integer::intValue).toArray();
    threshold = builder.threshold.stream().mapToDouble(Double::doubleValue).toArray();
    next = builder.next.stream().mapToInt(Integer::intValue).toArray();
    leaf = builder.leaf.stream().mapToInt(Integer::intValue).toArray();
    values = builder.values.stream().mapToDouble(Double::doubleValue).toArray();
    width = builder.width;
    used = builder.used.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    negatedFrom = builder.negated.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    negatedTo = new int[negatedFrom.length];
    for (int i = 0; i < negatedTo.length; i++) {
      negatedTo[i] = builder.negated.getOrDefault(negatedFrom[i], -1);
    }
    indicators = builder.indicators.toArray(Indicator[]::new);
    toleratesMissing = builder.toleratesMissing;
  }

  /** Whether a row can be walked; computes what the walk reads beside the row's own slots. */
  boolean prepare(double[] v, int row) {
    for (int slot : used) {
      double x = v[row + slot];
      if (Double.isNaN(x) && !(toleratesMissing && Values.isMissing(x))) {
        return false;
      }
    }
    for (Indicator indicator : indicators) {
      indicator.run(v, row);
    }
    for (int i = 0; i < negatedFrom.length; i++) {
      v[row + negatedTo[i]] = 0.0 - v[row + negatedFrom[i]];
    }
    return true;
  }

  /** The sum of the leaves' first values, tree by tree. */
  double sum(double[] v, int row) {
    double sum = 0;
    for (int group = 0; group < longest.length; group++) {
      int at = group * AT_ONCE;
      int a = roots[at];
      int b = roots[at + 1];
      int c = roots[at + 2];
      int d = roots[at + 3];
      int e = roots[at + 4];
      int f = roots[at + 5];
      int g = roots[at + 6];
      int h = roots[at + 7];
      int sure = shortest[group];
      for (int level = longest[group]; level > 0; level--) {
        a = next[2 * a + right(v, row, a)];
        b = next[2 * b + right(v, row, b)];
        c = next[2 * c + right(v, row, c)];
        d = next[2 * d + right(v, row, d)];
        e = next[2 * e + right(v, row, e)];
        f = next[2 * f + right(v, row, f)];
        g = next[2 * g + right(v, row, g)];
        h = next[2 * h + right(v, row, h)];
        if (--sure <= 0
            && (leaf[a] | leaf[b] | leaf[c] | leaf[d] | leaf[e] | leaf[f] | leaf[g] | leaf[h])
                >= 0) {
          break;
        }
      }
      sum += values[leaf[a]];
      sum += values[leaf[b]];
      sum += values[leaf[c]];
      sum += values[leaf[d]];
      sum += values[leaf[e]];
      sum += values[leaf[f]];
      sum += values[leaf[g]];
      sum += values[leaf[h]];
    }
    return sum;
  }

  /** As {@link #sum}, each addition rounded to single precision. */
  double floatSum(double[] v, int row) {
    float sum = 0;
    for (int tree = 0; tree < roots.length; tree++) {
      sum += (float) values[leaf(v, row, roots[tree])];
    }
    return sum;
  }

  /** Adds all values of the leaves, tree by tree, to {@code width} slots. */
  void addTo(double[] v, int row, int result) {
    for (int tree = 0; tree < roots.length; tree++) {
      int from = leaf(v, row, roots[tree]);
      for (int i = 0; i < width; i++) {
        v[row + result + i] += values[from + i];
      }
    }
  }

  private int leaf(double[] v, int row, int root) {
    int at = root;
    while (leaf[at] < 0) {
      at = next[2 * at + right(v, row, at)];
    }
    return leaf[at];
  }

  private int right(double[] v, int row, int node) {
    double distance = threshold[node] - v[row + feature[node]];
    return (int) (Double.doubleToRawLongBits(distance) >>> 63);
  }

  /** Lays out one tree after the other. */
  static final class Builder {
    private final IntSupplier newSlot;
    private final int width;
    private final List<Integer> roots = new ArrayList<>();
    private final List<Integer> shortest = new ArrayList<>();
    private final List<Integer> longest = new ArrayList<>();
    private final List<Integer> feature = new ArrayList<>();
    private final List<Double> threshold = new ArrayList<>();
    private final List<Integer> next = new ArrayList<>();
    private final List<Integer> leaf = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final Map<Integer, Boolean> used = new HashMap<>();
    private final Map<Integer, Integer> negated = new HashMap<>();
    private final Map<List<Object>, Integer> indicatorSlots = new HashMap<>();
    private final List<Indicator> indicators = new ArrayList<>();
    private final List<int[]> depths = new ArrayList<>();
    private boolean toleratesMissing = true;

    /**
     * @param newSlot gives out slots for what is computed from a row before the walk
     * @param width values at a leaf
     */
    Builder(IntSupplier newSlot, int width) {
      this.newSlot = newSlot;
      this.width = width;
    }

    /**
     * @param weight by which a leaf's values are multiplied
     */
    void tree(Graph graph, double[] leafValues, int stride, double weight) {
      Map<Integer, Integer> known = new HashMap<>();
      Map<Integer, int[]> depth = new HashMap<>();
      roots.add(place(graph, graph.root, known, depth, leafValues, stride, weight));
      depths.add(depth.getOrDefault(graph.root, new int[2]));
    }

    /** The number of a node or leaf, placed with all that it leads to. */
    private int place(
        Graph graph,
        int at,
        Map<Integer, Integer> known,
        Map<Integer, int[]> depth,
        double[] leafValues,
        int stride,
        double weight) {
      Integer placed = known.get(at);
      if (placed != null) {
        return placed;
      }
      if (at < 0) {
        int number = add(0, 0);
        next.set(2 * number, number);
        next.set(2 * number + 1, number);
        leaf.set(number, values.size());
        for (int i = 0; i < width; i++) {
          double value = leafValues[~at * stride + i];
          values.add(weight == 1 || Double.isNaN(value) ? value : weight * value);
        }
        known.put(at, number);
        depth.put(at, new int[2]);
        return number;
      }
      int only = graph.ifTrue[at];
      if (only == graph.ifFalse[at] && only == graph.ifMissing[at]) {
        // It fails the row where its slot failed, which prepare sees to.
        used.put(graph.slot[at], true);
        int target = place(graph, only, known, depth, leafValues, stride, weight);
        known.put(at, target);
        depth.put(at, depth.getOrDefault(only, new int[2]));
        return target;
      }
      int number = addTest(graph, at);
      known.put(at, number);
      boolean turned = feature.get(number) < 0;
      if (turned) {
        feature.set(number, ~feature.get(number));
      }
      int whenTrue = place(graph, graph.ifTrue[at], known, depth, leafValues, stride, weight);
      int whenFalse = place(graph, graph.ifFalse[at], known, depth, leafValues, stride, weight);
      next.set(2 * number, turned ? whenFalse : whenTrue);
      next.set(2 * number + 1, turned ? whenTrue : whenFalse);
      int[] left = depth.getOrDefault(graph.ifTrue[at], new int[2]);
      int[] right = depth.getOrDefault(graph.ifFalse[at], new int[2]);
      depth.put(at, new int[] {1 + Math.min(left[0], right[0]), 1 + Math.max(left[1], right[1])});
      return number;
    }

    private int add(int slot, double limit) {
      feature.add(slot);
      threshold.add(limit);
      next.add(0);
      next.add(0);
      leaf.add(-1);
      return leaf.size() - 1;
    }

    /** A test as "at most goes left"; with the complement of its slot where true goes right. */
    private int addTest(Graph graph, int at) {
      int slot = graph.slot[at];
      used.put(slot, true);
      boolean isOrder = graph.kind[at] == Graph.AT_MOST || graph.kind[at] == Graph.BELOW;
      double limit =
          graph.kind[at] == Graph.BELOW
              ? Math.nextDown(graph.operand[at])
              : graph.operand[at];
      // Infinity less infinity would have any sign.
      if (!isOrder || Double.isInfinite(limit)) {
        return addIndicated(graph, at, indicator(graph, at));
      }
      if (graph.ifMissing[at] == graph.ifTrue[at]) {
        return add(slot, limit);
      }
      if (graph.ifMissing[at] != graph.ifFalse[at]) {
        toleratesMissing = false;
        return add(slot, limit);
      }
      int opposite = negated.computeIfAbsent(slot, any -> newSlot.getAsInt());
      return add(~opposite, Math.nextDown(-limit));
    }

    /** True is above a half: goes right, and missing goes left with false. */
    private int addIndicated(Graph graph, int at, int slot) {
      if (graph.kind[at] != Graph.MISSING && graph.ifMissing[at] != graph.ifFalse[at]) {
        toleratesMissing = false;
      }
      return add(~slot, 0.5);
    }

    private int indicator(Graph graph, int at) {
      Object operand = graph.kind[at] == Graph.IN ? graph.setOf(at) : (Object) graph.operand[at];
      return indicatorSlots.computeIfAbsent(
          List.of(graph.slot[at], graph.kind[at], operand),
          key -> {
            int slot = newSlot.getAsInt();
            indicators.add(new Indicator(graph, at, slot));
            return slot;
          });
    }

    /** Whether the layout says what the trees say, and is worth it. */
    boolean isWorthIt() {
      return indicators.size() <= 4 * Math.max(1, used.size());
    }

    LinkedTrees build() {
      int nothing = add(0, 0);
      next.set(2 * nothing, nothing);
      next.set(2 * nothing + 1, nothing);
      leaf.set(nothing, values.size());
      for (int i = 0; i < width; i++) {
        values.add(0.0);
      }
      while (roots.size() % AT_ONCE != 0) {
        roots.add(nothing);
      }
      for (int from = 0; from < roots.size(); from += AT_ONCE) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        for (int tree = from; tree < Math.min(from + AT_ONCE, depths.size()); tree++) {
          least = Math.min(least, depths.get(tree)[0]);
          most = Math.max(most, depths.get(tree)[1]);
        }
        shortest.add(least);
        longest.add(most);
      }
      return new LinkedTrees(this);
    }
  }
}
