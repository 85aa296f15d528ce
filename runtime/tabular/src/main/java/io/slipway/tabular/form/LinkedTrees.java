package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
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
  /** How many trees are walked at once. */
  static final int AT_ONCE = 8;

  private static final long LEAF = 1L << 32;

  private final int[] roots;
  private final int[] longest;
  private final double[] threshold;

  /** The slot, whether it is a leaf, and in the lower half the left successor. */
  private final long[] link;

  /** Where a leaf's values are. */
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

    void write(FlatWriter out) {
      graph.writeTest(node, out);
      out.whole(slot);
    }

    static Indicator read(FlatReader in) {
      return new Indicator(Graph.readTest(in), 0, in.slot());
    }
  }

  private LinkedTrees(Builder builder) {
    roots = builder.roots.stream().mapToInt(Integer::intValue).toArray();
    longest = builder.longest.stream().mapToInt(Integer::intValue).toArray();
    threshold = builder.threshold.stream().mapToDouble(Double::doubleValue).toArray();
    link = builder.link.stream().mapToLong(Long::longValue).toArray();
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

  private LinkedTrees(FlatReader in, int width) {
    this.width = width;
    values = in.reals();
    threshold = in.reals();
    link = in.longs();
    leaf = in.wholes();
    roots = in.wholes();
    longest = in.wholes();
    used = in.slotArray(1);
    negatedFrom = in.slotArray(1);
    negatedTo = in.slotArray(1);
    indicators = in.list(Integer.BYTES, () -> Indicator.read(in)).toArray(Indicator[]::new);
    toleratesMissing = in.flag();
    requireLayout(in);
  }

  /** What {@link #walk} goes by without looking. */
  private void requireLayout(FlatReader in) {
    int nodes = link.length;
    boolean fits =
        threshold.length == nodes
            && leaf.length == nodes
            && negatedTo.length == negatedFrom.length
            && roots.length == AT_ONCE * longest.length;
    for (int i = 0; fits && i < nodes; i++) {
      fits = leaf[i] >= 0 && leaf[i] <= values.length - width && leads(i, nodes, in);
    }
    for (int i = 0; fits && i < roots.length; i++) {
      int steps = longest[i / AT_ONCE];
      fits = roots[i] >= 0 && roots[i] < nodes && steps >= 0 && steps <= nodes;
    }
    if (!fits) {
      throw FlatReader.malformed("trees lead to where nothing is");
    }
  }

  /** A leaf to itself, whatever the row; a test to two that are there. */
  private boolean leads(int node, int nodes, FlatReader in) {
    int left = (int) link[node];
    if ((link[node] & LEAF) != 0) {
      return left == node
          && slot(link[node]) == 0
          && Double.isNaN(threshold[node])
          && Double.doubleToRawLongBits(threshold[node]) > 0;
    }
    return left >= 0 && left < nodes - 1 && in.hasSlot(slot(link[node]));
  }

  void write(FlatWriter out) {
    out.reals(values);
    out.reals(threshold);
    out.longs(link);
    out.wholes(leaf);
    out.wholes(roots);
    out.wholes(longest);
    out.wholes(used);
    out.wholes(negatedFrom);
    out.wholes(negatedTo);
    out.whole(indicators.length);
    for (Indicator indicator : indicators) {
      indicator.write(out);
    }
    out.flag(toleratesMissing);
  }

  /**
   * @param width values at a leaf
   */
  static LinkedTrees read(FlatReader in, int width) {
    return new LinkedTrees(in, width);
  }

  /** Values at a leaf. */
  int width() {
    return width;
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

  /**
   * Walks trees {@code first} and the seven after it.
   *
   * @param found where each one's values are
   */
  private void walk(double[] v, int row, int first, int[] found) {
    int a = roots[first];
    int b = roots[first + 1];
    int c = roots[first + 2];
    int d = roots[first + 3];
    int e = roots[first + 4];
    int f = roots[first + 5];
    int g = roots[first + 6];
    int h = roots[first + 7];
    long links = 0;
    for (int level = longest[first / AT_ONCE]; level > 0 && (links & LEAF) == 0; level--) {
      long la = link[a];
      long lb = link[b];
      long lc = link[c];
      long ld = link[d];
      long le = link[e];
      long lf = link[f];
      long lg = link[g];
      long lh = link[h];
      a = (int) la + right(threshold[a], v[row + slot(la)]);
      b = (int) lb + right(threshold[b], v[row + slot(lb)]);
      c = (int) lc + right(threshold[c], v[row + slot(lc)]);
      d = (int) ld + right(threshold[d], v[row + slot(ld)]);
      e = (int) le + right(threshold[e], v[row + slot(le)]);
      f = (int) lf + right(threshold[f], v[row + slot(lf)]);
      g = (int) lg + right(threshold[g], v[row + slot(lg)]);
      h = (int) lh + right(threshold[h], v[row + slot(lh)]);
      links = la & lb & lc & ld & le & lf & lg & lh;
    }
    found[0] = leaf[a];
    found[1] = leaf[b];
    found[2] = leaf[c];
    found[3] = leaf[d];
    found[4] = leaf[e];
    found[5] = leaf[f];
    found[6] = leaf[g];
    found[7] = leaf[h];
  }

  private static int slot(long link) {
    return (int) (link >>> 33);
  }

  private static int right(double limit, double value) {
    return (int) (Double.doubleToRawLongBits(limit - value) >>> 63);
  }

  /** How many times eight trees there are. */
  int groups() {
    return longest.length;
  }

  /** Walks rows through eight trees and adds the leaves' values, tree by tree, to their slots. */
  void add(
      int group, Precision precision, double[] v, int[] rows, int count, int result, int[] found) {
    for (int i = 0; i < count; i++) {
      walk(v, rows[i], group * AT_ONCE, found);
      int at = rows[i] + result;
      if (width > 1 && precision == Precision.DOUBLE) {
        addAll(v, at, found);
      } else if (width > 1) {
        addAllFloats(v, at, found);
      } else if (precision == Precision.DOUBLE) {
        v[at] = sum(v[at], found);
      } else {
        v[at] = floatSum((float) v[at], found);
      }
    }
  }

  private double sum(double before, int[] found) {
    double sum = before;
    for (int tree = 0; tree < AT_ONCE; tree++) {
      sum += values[found[tree]];
    }
    return sum;
  }

  /** Each addition rounded to single precision. */
  private float floatSum(float before, int[] found) {
    float sum = before;
    for (int tree = 0; tree < AT_ONCE; tree++) {
      sum += (float) values[found[tree]];
    }
    return sum;
  }

  private void addAll(double[] v, int at, int[] found) {
    for (int tree = 0; tree < AT_ONCE; tree++) {
      int from = found[tree];
      for (int i = 0; i < width; i++) {
        v[at + i] += values[from + i];
      }
    }
  }

  private void addAllFloats(double[] v, int at, int[] found) {
    for (int tree = 0; tree < AT_ONCE; tree++) {
      int from = found[tree];
      for (int i = 0; i < width; i++) {
        v[at + i] = (float) v[at + i] + (float) values[from + i];
      }
    }
  }

  /** Lays out one tree after the other. */
  static final class Builder {
    private final IntSupplier newSlot;
    private final int width;
    private final List<Integer> roots = new ArrayList<>();
    private final List<Integer> longest = new ArrayList<>();
    private final List<Double> threshold = new ArrayList<>();
    private final List<Long> link = new ArrayList<>();
    private final List<Integer> leaf = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final Map<Integer, Boolean> used = new HashMap<>();
    private final Map<Integer, Integer> negated = new HashMap<>();
    private final Map<List<Object>, Integer> indicatorSlots = new HashMap<>();
    private final List<Indicator> indicators = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
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
      Tree tree = new Tree(graph, leafValues, stride, weight);
      int root = add();
      tree.place(graph.root, root);
      roots.add(root);
      depths.add(tree.depth.getOrDefault(graph.root, 0));
    }

    private int add() {
      threshold.add(Double.NaN);
      link.add(0L);
      leaf.add(0);
      return link.size() - 1;
    }

    /** One tree while it is laid out. */
    private final class Tree {
      private final Graph graph;
      private final double[] leafValues;
      private final int stride;
      private final double weight;

      /** Where each node's successors are, since a graph may come upon a node more than once. */
      private final Map<Integer, Integer> placed = new HashMap<>();

      private final Map<Integer, Integer> depth = new HashMap<>();

      Tree(Graph graph, double[] leafValues, int stride, double weight) {
        this.graph = graph;
        this.leafValues = leafValues;
        this.stride = stride;
        this.weight = weight;
      }

      /** Writes a node or leaf, with all that it leads to, to a place. */
      void place(int at, int number) {
        Integer same = placed.get(at);
        if (same != null && at >= 0) {
          threshold.set(number, threshold.get(same));
          link.set(number, link.get(same));
          leaf.set(number, leaf.get(same));
        } else if (at < 0) {
          placeLeaf(at, number);
        } else {
          placeTest(at, number);
        }
        placed.putIfAbsent(at, number);
      }

      private void placeLeaf(int at, int number) {
        // No number less any value has no sign: it stays where it is.
        link.set(number, LEAF | number);
        leaf.set(number, values.size());
        for (int i = 0; i < width; i++) {
          double value = leafValues[~at * stride + i];
          values.add(weight == 1 || Double.isNaN(value) ? value : weight * value);
        }
        depth.put(at, 0);
      }

      private void placeTest(int at, int number) {
        int only = graph.ifTrue[at];
        if (only == graph.ifFalse[at] && only == graph.ifMissing[at]) {
          // It fails the row where its slot failed, which prepare sees to.
          used.put(graph.slot[at], true);
          place(only, number);
          depth.put(at, depth.getOrDefault(only, 0));
          return;
        }
        Test test = test(graph, at);
        int left = add();
        int right = add();
        threshold.set(number, test.limit);
        link.set(number, (long) test.slot << 33 | left);
        place(graph.ifTrue[at], test.trueGoes == Side.LEFT ? left : right);
        place(graph.ifFalse[at], test.trueGoes == Side.LEFT ? right : left);
        int one = depth.getOrDefault(graph.ifTrue[at], 0);
        int other = depth.getOrDefault(graph.ifFalse[at], 0);
        depth.put(at, 1 + Math.max(one, other));
      }
    }

    /** Where a test that holds leads. */
    private enum Side {
      LEFT,
      RIGHT
    }

    /** Above the limit goes right. */
    private record Test(int slot, double limit, Side trueGoes) {}

    private Test test(Graph graph, int at) {
      int slot = graph.slot[at];
      used.put(slot, true);
      boolean isOrder = graph.kind[at] == Graph.AT_MOST || graph.kind[at] == Graph.BELOW;
      double limit =
          graph.kind[at] == Graph.BELOW ? Math.nextDown(graph.operand[at]) : graph.operand[at];
      // Infinity less infinity would have any sign, and beyond the largest number is infinity.
      if (!isOrder || Math.abs(limit) >= Double.MAX_VALUE) {
        if (graph.kind[at] != Graph.MISSING && graph.ifMissing[at] != graph.ifFalse[at]) {
          toleratesMissing = false;
        }
        return new Test(indicator(graph, at), 0.5, Side.RIGHT);
      }
      if (graph.ifMissing[at] == graph.ifTrue[at]) {
        return new Test(slot, limit, Side.LEFT);
      }
      if (graph.ifMissing[at] != graph.ifFalse[at]) {
        toleratesMissing = false;
        return new Test(slot, limit, Side.LEFT);
      }
      int opposite = negated.computeIfAbsent(slot, any -> newSlot.getAsInt());
      return new Test(opposite, Math.nextDown(-limit), Side.RIGHT);
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

    /** Ends a group of eight early, so that the next tree starts one. */
    void endGroup() {
      if (roots.size() % AT_ONCE == 0) {
        return;
      }
      int nothing = add();
      link.set(nothing, LEAF | nothing);
      leaf.set(nothing, values.size());
      for (int i = 0; i < width; i++) {
        values.add(0.0);
      }
      while (roots.size() % AT_ONCE != 0) {
        roots.add(nothing);
        depths.add(0);
      }
    }

    /** How many groups of eight there are so far, the one that is not full included. */
    int groups() {
      return (roots.size() + AT_ONCE - 1) / AT_ONCE;
    }

    LinkedTrees build() {
      endGroup();
      for (int from = 0; from < roots.size(); from += AT_ONCE) {
        int most = 0;
        for (int tree = from; tree < from + AT_ONCE; tree++) {
          most = Math.max(most, depths.get(tree));
        }
        longest.add(most);
      }
      return new LinkedTrees(this);
    }
  }
}
