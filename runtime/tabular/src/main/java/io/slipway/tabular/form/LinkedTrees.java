package io.slipway.tabular.form;

import io.slipway.tabular.flat.FlatReader;
import io.slipway.tabular.flat.FlatWriter;
import java.util.ArrayList;
import java.util.Collections;
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

  /** How many numbers a pair of nodes takes, and how far behind its threshold a node's link is. */
  private static final int PAIR = 4;

  private static final int LINK = 2;
  private static final long LEAF = 1L << 32;

  /** Of a leaf: less any value it has no sign. In its lower half is where the leaf's values are. */
  private static final long NO_THRESHOLD = Double.doubleToRawLongBits(Double.NaN);

  private final int[] roots;
  private final int[] longest;

  /**
   * Pairs of nodes: the bits of both thresholds, and both links. What is read together lies
   * together: callers that come singly find little of a forest in the caches near the core. A node
   * is where its threshold is. A link has the slot, whether it is a leaf's, and in the lower half
   * where the left successor is, which the right one follows.
   */
  private final long[] nodes;

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
    nodes = builder.nodes.stream().mapToLong(Long::longValue).toArray();
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
    nodes = in.longs();
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
    boolean fits =
        nodes.length % PAIR == 0
            && negatedTo.length == negatedFrom.length
            && roots.length == AT_ONCE * longest.length;
    for (int i = 0; fits && i < nodes.length; i++) {
      fits = !isNode(i) || leads(i, in);
    }
    for (int i = 0; fits && i < roots.length; i++) {
      int steps = longest[i / AT_ONCE];
      fits = isNode(roots[i]) && steps >= 0 && steps <= nodes.length;
    }
    if (!fits) {
      throw FlatReader.malformed("trees lead to where nothing is");
    }
  }

  private boolean isNode(int place) {
    return place >= 0 && place < nodes.length && place % PAIR < LINK;
  }

  /** A leaf to itself, whatever the row, and to values; a test to two that are there. */
  private boolean leads(int node, FlatReader in) {
    long link = nodes[node + LINK];
    int left = (int) link;
    if ((link & LEAF) != 0) {
      int at = (int) nodes[node];
      return left == node
          && slot(link) == 0
          && (nodes[node] & ~0xFFFF_FFFFL) == NO_THRESHOLD
          && at >= 0
          && at <= values.length - width;
    }
    return isNode(left) && left % PAIR == 0 && in.hasSlot(slot(link));
  }

  void write(FlatWriter out) {
    out.reals(values);
    out.longs(nodes);
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
      long la = nodes[a + LINK];
      long lb = nodes[b + LINK];
      long lc = nodes[c + LINK];
      long ld = nodes[d + LINK];
      long le = nodes[e + LINK];
      long lf = nodes[f + LINK];
      long lg = nodes[g + LINK];
      long lh = nodes[h + LINK];
      a = (int) la + right(nodes[a], v[row + slot(la)]);
      b = (int) lb + right(nodes[b], v[row + slot(lb)]);
      c = (int) lc + right(nodes[c], v[row + slot(lc)]);
      d = (int) ld + right(nodes[d], v[row + slot(ld)]);
      e = (int) le + right(nodes[e], v[row + slot(le)]);
      f = (int) lf + right(nodes[f], v[row + slot(lf)]);
      g = (int) lg + right(nodes[g], v[row + slot(lg)]);
      h = (int) lh + right(nodes[h], v[row + slot(lh)]);
      links = la & lb & lc & ld & le & lf & lg & lh;
    }
    found[0] = (int) nodes[a];
    found[1] = (int) nodes[b];
    found[2] = (int) nodes[c];
    found[3] = (int) nodes[d];
    found[4] = (int) nodes[e];
    found[5] = (int) nodes[f];
    found[6] = (int) nodes[g];
    found[7] = (int) nodes[h];
  }

  private static int slot(long link) {
    return (int) (link >>> 33);
  }

  private static int right(long limit, double value) {
    return (int) (Double.doubleToRawLongBits(Double.longBitsToDouble(limit) - value) >>> 63);
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
    private final List<Long> nodes = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final Map<Integer, Boolean> used = new HashMap<>();
    private final Map<Integer, Integer> negated = new HashMap<>();
    private final Map<List<Object>, Integer> indicatorSlots = new HashMap<>();
    private final List<Indicator> indicators = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private boolean toleratesMissing = true;

    /** Where the roots of the group that has begun are. */
    private int rootsAt;

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
      int root = addRoot();
      tree.place(graph.root, root);
      roots.add(root);
      depths.add(tree.depth.getOrDefault(graph.root, 0));
    }

    /** Those of a group lie together, since all of them are always read. */
    private int addRoot() {
      int number = roots.size() % AT_ONCE;
      if (number == 0) {
        rootsAt = nodes.size();
        addNodes(AT_ONCE);
      }
      return rootsAt + number / 2 * PAIR + number % 2;
    }

    private int addPair() {
      addNodes(2);
      return nodes.size() - PAIR;
    }

    /**
     * @param count an even one
     */
    private void addNodes(int count) {
      nodes.addAll(Collections.nCopies(count / 2 * PAIR, 0L));
    }

    private void set(int node, long threshold, long link) {
      nodes.set(node, threshold);
      nodes.set(node + LINK, link);
    }

    /**
     * @param at where its values are
     */
    private void setLeaf(int node, int at) {
      set(node, NO_THRESHOLD | at, LEAF | node);
    }

    /** Makes a node lead to where another does. */
    private void copy(int from, int to) {
      long link = nodes.get(from + LINK);
      if ((link & LEAF) != 0) {
        setLeaf(to, nodes.get(from).intValue());
      } else {
        set(to, nodes.get(from), link);
      }
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
          copy(same, number);
        } else if (at < 0) {
          placeLeaf(at, number);
        } else {
          placeTest(at, number);
        }
        placed.putIfAbsent(at, number);
      }

      private void placeLeaf(int at, int number) {
        setLeaf(number, values.size());
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
        int left = addPair();
        int right = left + 1;
        set(number, Double.doubleToRawLongBits(test.limit), (long) test.slot << 33 | left);
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
      int nothing = values.size();
      values.addAll(Collections.nCopies(width, 0.0));
      while (roots.size() % AT_ONCE != 0) {
        int root = addRoot();
        setLeaf(root, nothing);
        roots.add(root);
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
